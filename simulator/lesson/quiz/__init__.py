"""A lesson's questions, and how they are asked."""
