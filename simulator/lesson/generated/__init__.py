"""Questions that the program makes."""
