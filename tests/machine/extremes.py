"""Timelines with extreme settings: each is short to write, and could take a machine for ever."""

from __future__ import annotations

import json
from random import Random
from typing import Any


def extreme(random: Random, document: dict[str, Any]) -> dict[str, Any]:
    """A document with the smallest intervals beside the longest waits, and with the highest counts."""
    document = json.loads(json.dumps(document))
    document["show_empty_polls"] = random.random() < 0.4
    stream = document["stream"]
    stream["shards"] = random.choice([stream["shards"], 10, 50])
    for delay in ("capture_delay", "availability_delay"):
        stream[delay] = random.choice([stream[delay], "0ms", "1ms", "24h"])
    for consumer in document["consumers"]:
        consumer |= {"poller": _poller, "kcl": _kcl, "lambda": _lambda}[consumer["type"]](random)
    for action in document["timeline"]:
        if "wait" in action:
            action["wait"] = random.choice(["1ms", "25h", "8784h"])
        elif "repeat" in action:
            action["repeat"]["times"] *= random.choice([1, 100, 1000])
            action["repeat"]["every"] = random.choice(["0ms", "1ms", "1s", "1m"])
    if random.random() < 0.5:
        document["timeline"].append({"wait": random.choice(["24h", "8784h"])})
    return document


def _poller(random: Random) -> dict[str, Any]:
    return {
        "limit": random.choice([1, 1000]),
        "poll_interval": random.choice(["1ms", "1ms", "1s", "24h"]),
        "processing_time": random.choice(["0ms", "1ms", "1h"]),
    }


def _kcl(random: Random) -> dict[str, Any]:
    return {
        **_poller(random),
        "workers": [f"w{number}" for number in range(random.choice([1, 20, 100]))] + ["a", "b"],
        "checkpoint_every": random.choice([1, 1000]),
        "failover_time": random.choice(["1ms", "10s", "8784h"]),
    }


def _lambda(random: Random) -> dict[str, Any]:
    return {
        "batch_size": random.choice([1, 100, 10_000]),
        "maximum_batching_window_in_seconds": random.choice([0, 1, 300]),
        "parallelization_factor": random.choice([1, 10]),
        "maximum_retry_attempts": random.choice([-1, 10_000]),
        "maximum_record_age_in_seconds": random.choice([-1, 604_800]),
        "bisect_batch_on_function_error": random.random() < 0.5,
        "tumbling_window_in_seconds": random.choice([0, 0, 1, 900]),
        "function": {
            "duration": random.choice(["0ms", "1ms", "15m"]),
            **({"fails_on": {"eventSource": ["aws:dynamodb"]}} if random.random() < 0.5 else {}),
        },
    }
