"""Paths to steps by the labels of actions: resolved in a run, found for a step, and written into a lesson."""
