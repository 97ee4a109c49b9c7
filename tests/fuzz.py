"""Random timelines in a row, each with a bound: `make fuzz`. One line at the end; the status is 1 where one failed."""

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
from invariants import check, ends_at_rest, random_document
from reader_claims import check_reader_claims
from timelines import as_text, check_strictly, enriched
from variable_checks import check_variables

from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text

SECONDS = 30
"""How long one timeline may take."""


MOST_TOLD = 300
"""Steps up to which the sentences and the variables of a run are held against it."""


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


def main() -> int:
    """Run them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, _alarm)
    begun = time.perf_counter()
    runs, steps, longest, failed = 0, 0, 0.0, 0
    used: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for number in range(options.seed, options.seed + options.runs):
        random = Random(number)
        document = random_document(random)
        if number % 2:
            document = enriched(random, document)
        changes = number % 3 == 0
        if changes:
            document = changed(random, document)
        signal.alarm(SECONDS)
        start = time.perf_counter()
        try:
            scenario = scenario_from_text(as_text(document))
            trace = simulate(scenario)
            if changes:
                check_changes(scenario, trace)
                runs += 1
                used.update(_features(document))
                seen.update({event.value for event in trace.events})
                continue
            if not number % 2:  # its sizes know two types of value
                check(scenario, trace, ends_at_rest(document))
            check_strictly(scenario, trace, ends_at_rest(document))
            if len(trace.events) <= MOST_TOLD:
                check_variables(trace)
                check_reader_claims(trace, ends_at_rest(document))
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
            signal.alarm(0)
        longest = max(longest, time.perf_counter() - start)
    taken = time.perf_counter() - begun
    print(
        f"{options.runs} timelines, {runs} run, {steps} steps, {len(seen)} kinds of event, {len(used)} features "
        f"(least: {', '.join(f'{name} {count}' for name, count in used.most_common()[:-4:-1])}), "
        f"{sum(refused.values())} refused ({', '.join(f'{code} {count}' for code, count in sorted(refused.items()))}), "
        f"{failed} failed; the longest took {longest:.1f} s, all {taken:.0f} s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
