"""A sandbox: a pipeline to play with, to which actions are added one by one; the run is made anew after each."""
