"""The command line: `main` and one file for each command, which holds the command's arguments and its body."""
