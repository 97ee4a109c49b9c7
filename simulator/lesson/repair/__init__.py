"""Repairs: a lesson's pipeline misbehaves, a learner changes its settings, and the goals are judged on the run."""
