"""Where lessons are found, and how files of a lesson are written."""
