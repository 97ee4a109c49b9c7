"""A run as lanes over time: who did what when, what waits, what is due."""
