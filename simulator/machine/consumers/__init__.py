"""Who reads a stream: one file for each type of consumer."""
