"""Random timelines in a row, each with a bound: `make fuzz`. One line at the end; the status is 1 where one failed.

Ctrl+C (SIGINT) ends it early, with the same line about those that were run. Every fifth has extreme settings. One that
takes more than ten seconds is reported, and is no failure.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "machine"))

from changes import changed, check_changes
from claims import check_claims
from extremes import extreme
from invariants import check, ends_at_rest, random_document
from reader_claims import check_reader_claims
from scene_invariants import check_scenes
from timelines import as_text, check_strictly, enriched
from two_runs_invariants import check_beside_itself
from variable_checks import check_variables

from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.events import Event
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario

SECONDS = 300
"""Seconds of the processor that one timeline may take, its checks among them. A busy machine makes no run too long."""

SCENES = 10
"""Scenes of a run that are looked at."""

MOST_TOLD = 300
"""Steps up to which the sentences and the variables of a run are held against it."""

SLOW = 10
"""Seconds of the processor after which a run is reported."""

EXTREME = 5
"""Each timeline whose number is a multiple of this has extreme settings."""

MOST_CHECKED = 50_000
"""Steps of a run that the invariants are checked on: to look at millions takes minutes."""


class TooLong(Exception):
    """A run that does not end."""


def _alarm(signum: int, frame: FrameType | None) -> None:
    raise TooLong


def _features(document: dict[str, Any]) -> set[str]:
    """The features that a document uses: its actions, and the settings of its consumers and its stream."""
    used = {name for action in document["timeline"] for name in action}
    for part in (document["table"], document["stream"], *document["consumers"]):
        used |= {name for name, said in part.items() if said not in (0, -1, [], False, None)}
    return used


def _document(number: int, changes: bool) -> dict[str, Any]:
    """The document of a number, with changes of its consumers or without."""
    random = Random(number)
    document = random_document(random)
    if number % EXTREME == 0:
        return extreme(random, document)
    document = enriched(random, document) if number % 2 else document
    return changed(random, document) if changes else document


@dataclass
class _Counts:
    """What came of the timelines so far."""

    tried: int = 0
    runs: int = 0
    steps: int = 0
    failed: int = 0
    slow: int = 0
    longest: float = 0.0
    used: Counter[str] = field(default_factory=Counter)
    """The features of the documents that ran."""
    refused: Counter[str] = field(default_factory=Counter)
    """The codes of those that were refused."""
    seen: set[Event] = field(default_factory=set)

    def __str__(self) -> str:
        least = ", ".join(f"{name} {count}" for name, count in self.used.most_common()[:-4:-1])
        codes = ", ".join(f"{code} {count}" for code, count in sorted(self.refused.items()))
        return (
            f"{self.tried} timelines, {self.runs} run, {self.steps} steps, {len(self.seen)} kinds of event, "
            f"{len(self.used)} features (least: {least}), {self.refused.total()} refused ({codes}), "
            f"{self.failed} failed, {self.slow} took more than {SLOW} s; the longest took {self.longest:.1f} s"
        )


def _check(document: dict[str, Any], scenario: Scenario, trace: Trace, number: int, changes: bool) -> None:
    """Every invariant that the run of a document can be held against."""
    at_rest = ends_at_rest(document)
    if changes:
        check_changes(scenario, trace)
        return
    if len(trace.events) <= MOST_CHECKED:
        if number % EXTREME == 0 or not number % 2:  # its sizes know two types of value
            check(scenario, trace, at_rest)
        check_strictly(scenario, trace, at_rest)
        check_scenes(trace, 1 + len(trace.events) // SCENES)
    if len(trace.events) <= MOST_TOLD:
        check_variables(trace)
        check_reader_claims(trace, at_rest)
        check_claims(scenario, trace)
        check_beside_itself(scenario, trace)


def _try(number: int, counts: _Counts) -> None:
    """Run the timeline of a number, and hold its run against the invariants."""
    changes = number % 3 == 0 and number % EXTREME != 0
    document = _document(number, changes)
    start, ended = time.process_time(), 0.0
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        scenario = scenario_from_text(as_text(document))
        trace = simulate(scenario)
        ended = time.process_time()
        _check(document, scenario, trace, number, changes)
        counts.runs += 1
        counts.steps += len(trace.events)
        counts.used.update(_features(document))
        counts.seen.update(trace.events)
    except ScenarioError as error:
        counts.refused[error.complaints[0].code] += 1
    except Exception:
        counts.failed += 1
        print(f"seed {number}: {json.dumps(document)}\n{traceback.format_exc()}", flush=True)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    counts.tried += 1
    run_time = (ended or time.process_time()) - start
    counts.longest = max(counts.longest, run_time)
    if run_time > SLOW:
        counts.slow += 1
        print(f"seed {number} took {run_time:.1f} s: {json.dumps(document)}", flush=True)


def main() -> int:
    """Run them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, _alarm)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background a shell has it ignored
    begun = time.perf_counter()
    counts = _Counts()
    try:
        for number in range(options.seed, options.seed + options.runs):
            _try(number, counts)
    except KeyboardInterrupt:
        print(f"ended early, before or in seed {options.seed + counts.tried}")
    print(f"{counts}, all {time.perf_counter() - begun:.0f} s")
    return 1 if counts.failed else 0


if __name__ == "__main__":
    sys.exit(main())
