"""Checks of a lesson: its problems, and advice."""
