"""The expressions of a write: document paths, conditions, and the changes of an update. Pure functions of an item."""
