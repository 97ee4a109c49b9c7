"""The commands of the command line, each a function of its parsed options that returns an exit status."""
