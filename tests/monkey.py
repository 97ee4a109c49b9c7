"""Random input to the real program in a real pseudo-terminal: `make monkey`.

A seed gives a row of plays; a play starts the program, sends inputs and leaves with Ctrl+Q. An end that nobody asked
for is printed with the shortest list of inputs that still leads to it, and the status is 1. The inputs come from the
seed alone; when the program reads them, and when the time is over, depends on the machine.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Sequence

from delta_debugging import shortest
from monkey_inputs import Input
from monkey_play import Outcome, Play, played, plays

SHRINKING = 60.0
"""Seconds spent on making a failing list of inputs shorter."""

ONE_PLAY = 60.0
"""Seconds that one play may take while a list is made shorter."""

SHOWN = 25
"""Lines of a traceback that are printed; inputs that are, where a play did not fail again."""


def same(one: str, other: str) -> bool:
    """Whether two failures are of one kind: numbers and quoted names may differ."""
    first, second = (re.sub(r"\d+|'[^']*'", "_", each)[:60] for each in (one, other))
    return first == second


def tell(seed: int, play: Play, outcome: Outcome, shrinks: bool) -> None:
    """Print a failure, with the shortest list of inputs that still leads to it."""
    print(f"seed {seed}: streamsim {' '.join(play.arguments)}: {outcome.failure}", flush=True)
    print(*outcome.output.splitlines()[-SHOWN:], sep="\n")
    sent: Sequence[Input] = play.inputs[: outcome.sent]
    until = time.monotonic() + SHRINKING

    def fails(chosen: Sequence[Input]) -> bool:
        again = played(Play(play.arguments, tuple(chosen)), time.monotonic() + ONE_PLAY)
        return same(again.failure, outcome.failure)

    short = shortest(sent, fails, lambda: time.monotonic() < until) if shrinks else list(sent)
    if short is None:
        print("It did not fail again; the last inputs were:")
        short = list(sent[-SHOWN:])
    print(f"{len(short)} inputs: --replay '{json.dumps([play.arguments, short])}'", flush=True)


def replay(text: str) -> int:
    """Play one printed list."""
    arguments, chosen = json.loads(text)
    outcome = played(Play(tuple(arguments), tuple(map(tuple, chosen))), time.monotonic() + ONE_PLAY)
    print(outcome.output or "It ended as it was asked to.")
    return 1 if outcome.failure else 0


def main() -> int:
    """Play the seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds")
    parser.add_argument("--seconds", type=float, default=30, help="seconds for each seed")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--no-shrink", action="store_true", help="print a failing list as it is")
    parser.add_argument("--replay", metavar="JSON", help="play one printed list of inputs")
    options = parser.parse_args()
    if options.replay:
        return replay(options.replay)
    sent = starts = failures = 0
    for seed in range(options.first, options.first + options.seeds):
        deadline = time.monotonic() + options.seconds
        for play in plays(seed):
            outcome = played(play, deadline)
            sent += outcome.sent
            starts += 1
            if outcome.failure:
                failures += 1
                tell(seed, play, outcome, not options.no_shrink)
            if outcome.failure or time.monotonic() > deadline:
                break
    print(f"{options.seeds} seeds of {options.seconds:g} s: {sent} inputs, {starts} starts, {failures} unasked ends")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
