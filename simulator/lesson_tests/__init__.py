"""A lesson compared with its recorded run."""
