"""What-if variations of a lesson: their runs, what can be changed, and questions about what a change does."""
