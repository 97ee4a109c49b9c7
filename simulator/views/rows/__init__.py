"""The rows of the player's process table: their cells, the gaps in time between them, and their layout."""
