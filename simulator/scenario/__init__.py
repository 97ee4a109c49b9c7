"""The instructor's floor: the shape of a scenario file, read and checked. Nothing here needs a run."""
