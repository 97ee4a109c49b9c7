"""What one person has done: answers, progress, review."""
