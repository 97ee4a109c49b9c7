"""The option that names a misconception, as whose believer expects it a run is shown."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from simulator.scenario.complaints.complaint import did_you_mean

if TYPE_CHECKING:
    from simulator.lesson.misconceptions.catalogue import Misconception


def add_belief(parser: argparse.ArgumentParser, text: str) -> None:
    """Add the option `--as`; the text says what it does with a misconception."""
    named = f"{text}; by its name or fact, as `streamsim misconceptions` lists them"
    parser.add_argument("--as", dest="belief", type=_misconception, metavar="MISCONCEPTION", help=named)


def _misconception(text: str) -> Misconception:
    from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS, misconception

    found = misconception(text)
    if found is None:
        meant = did_you_mean(text, [each.slug for each in MISCONCEPTIONS])
        raise argparse.ArgumentTypeError(f'no misconception "{text}"{meant or "; streamsim misconceptions lists them"}')
    return found
