"""What an instructor writes: the shape of a scenario file, read and checked. Nothing here needs a run."""
