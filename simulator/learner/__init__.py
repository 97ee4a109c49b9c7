"""The record of one person's learning: answers, progress, review."""
