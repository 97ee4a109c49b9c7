"""Complaints: the problem, its location in the file, and the remedy."""
