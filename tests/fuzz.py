"""Random timelines in a row, each with a bound: `make fuzz`. One line at the end; the status is 1 where one failed.

Every fifth has extreme settings. A run that takes more than ten seconds is reported, and is no failure.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
import traceback
from collections import Counter
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
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text

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


def main() -> int:
    """Run them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, _alarm)
    begun = time.perf_counter()
    runs, steps, longest, failed, slow = 0, 0, 0.0, 0, 0
    used: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for number in range(options.seed, options.seed + options.runs):
        changes = number % 3 == 0 and number % EXTREME != 0
        document = _document(number, changes)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        start, ended = time.process_time(), 0.0
        try:
            scenario = scenario_from_text(as_text(document))
            trace = simulate(scenario)
            ended = time.process_time()
            if changes:
                check_changes(scenario, trace)
            elif len(trace.events) <= MOST_CHECKED:
                if number % EXTREME == 0 or not number % 2:  # its sizes know two types of value
                    check(scenario, trace, ends_at_rest(document))
                check_strictly(scenario, trace, ends_at_rest(document))
                check_scenes(trace, 1 + len(trace.events) // SCENES)
            if changes:
                runs += 1
                used.update(_features(document))
                seen.update({event.value for event in trace.events})
                continue
            if len(trace.events) <= MOST_TOLD:
                check_variables(trace)
                check_reader_claims(trace, ends_at_rest(document))
                check_claims(scenario, trace)
                check_beside_itself(scenario, trace)
            runs += 1
            used.update(_features(document))
            steps += len(trace.events)
            seen.update({event.value for event in trace.events})
        except ScenarioError as error:
            refused[error.complaints[0].code] += 1
        except Exception:
            failed += 1
            print(f"seed {number}: {json.dumps(document)}\n{traceback.format_exc()}", flush=True)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        run_time = (ended or time.process_time()) - start
        longest = max(longest, run_time)
        if run_time > SLOW:
            slow += 1
            print(f"seed {number} took {run_time:.1f} s: {json.dumps(document)}", flush=True)
    taken = time.perf_counter() - begun
    print(
        f"{options.runs} timelines, {runs} run, {steps} steps, {len(seen)} kinds of event, {len(used)} features "
        f"(least: {', '.join(f'{name} {count}' for name, count in used.most_common()[:-4:-1])}), "
        f"{sum(refused.values())} refused ({', '.join(f'{code} {count}' for code, count in sorted(refused.items()))}), "
        f"{failed} failed, {slow} took more than {SLOW} s; the longest took {longest:.1f} s, all {taken:.0f} s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
