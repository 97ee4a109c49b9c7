"""Checks beyond the shape of a file: the rules of the service and of the timeline, checked before any run.

One subject to a file. Each check yields the problems that it finds and never stops at the first.
"""

from simulator.scenario.checks.problems import Problem
from simulator.scenario.checks.times import before_previous, waited_for_rest

__all__ = ["Problem", "before_previous", "waited_for_rest"]
