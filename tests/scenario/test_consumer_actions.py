"""Actions on consumers: each consumer must exist, have a fitting type, and be in a fitting state."""

from __future__ import annotations

import pytest
from cases import in_each_case

CONSUMERS = "consumers: [{name: p}, {name: f, type: lambda}, {name: k, type: kcl, workers: [a, b]}]\n"


@pytest.fixture
def of(said, lesson):
    """The complaints about a timeline with a poller p, a mapping f, and KCL workers k: a and b."""
    return lambda *entries: said(lesson(*entries, more=CONSUMERS))


def test_everything_that_can_happen(of):
    assert (
        of(
            "crash: {consumer: p}",
            "restart: {consumer: p}",
            "stop: {consumer: p}",
            "start: {consumer: p}",
            "{stop: {consumer: f}, at: 5s}",
            "{start: {consumer: f}, after: 1m}",
            "put: {order_id: o-1}",
            "redeliver: {consumer: f}",
            "crash: {consumer: k, worker: a}",
            "crash: {consumer: k, worker: b}",
            "restart: {consumer: k, worker: a}",
            "add_worker: {consumer: k, worker: c}",
            "crash: {consumer: k, worker: c}",
            "stop: {consumer: k}",
            "start: {consumer: k}",
        )
        == []
    )


@in_each_case("action", ["crash", "restart", "stop", "start", "redeliver"])
def test_a_consumer_that_there_is_not(of, action):
    assert of(f"{action}: {{consumer: ^x}}") == ['S204 no consumer is called "x"']


def test_a_consumer_that_was_meant(said, lesson):
    assert said(lesson("crash: {consumer: ^consumr}")) == [
        'S204 no consumer is called "consumr"; did you mean "consumer"?'
    ]


@in_each_case(
    "entry, message",
    [
        ("crash: {consumer: ^f}", '"f" is of type lambda: Lambda sees to its own failures'),
        ("restart: {consumer: ^f}", '"f" is of type lambda: Lambda sees to its own failures'),
        ("add_worker: {consumer: ^f, worker: x}", '"f" is of type lambda: only a kcl consumer has workers'),
        ("add_worker: {consumer: ^p, worker: x}", '"p" is of type poller: only a kcl consumer has workers'),
        ("redeliver: {consumer: ^p}", '"p" is of type poller: only a lambda delivers a batch once more (F202)'),
        ("redeliver: {consumer: ^k}", '"k" is of type kcl: only a lambda delivers a batch once more (F202)'),
    ],
)
def test_a_consumer_of_a_type_that_this_does_not_happen_to(of, entry, message):
    assert of(entry) == [f"S204 {message}"]


@pytest.mark.parametrize("action", ["crash", "restart"])
def test_of_a_kcl_consumer_a_worker_is_meant(of, action):
    assert of(f"^{action}: {{consumer: k}}") == [
        'S202 missing key "worker": "k" is of type kcl, and one of its workers is meant'
    ]


def test_a_worker_to_be_added_has_a_name(of):
    assert of("add_worker: ^{consumer: k}") == ['S202 missing key "worker"']
    assert of("add_worker: {consumer: k, worker: ^c d}") == ["S204 a worker's name has letters, digits, - and _ only"]


def test_a_poller_has_no_workers(of):
    assert of("crash: {consumer: p, worker: ^a}") == ['S206 "p" is of type poller: it has no workers']


@pytest.mark.parametrize("action", ["stop", "start", "redeliver"])
def test_an_action_on_a_whole_consumer_names_no_worker(of, action):
    assert of(f"{action}: {{consumer: nobody, ^worker: a}}".replace("nobody", "^nobody")) == [
        'S204 no consumer is called "nobody"',
        "S201 this happens to a consumer as a whole; a worker can crash, restart or be added",
    ]


def test_a_worker_that_is_not_there_yet(of):
    assert of(
        "crash: {consumer: k, worker: ^c}", "add_worker: {consumer: k, worker: c}", "crash: {consumer: k, worker: c}"
    ) == ['S204 "k" has no worker "c" now; it has a and b']


def test_a_worker_that_was_meant(said, lesson):
    workers = "consumers: [{name: k, type: kcl, workers: [worker-a, other]}]\n"
    assert said(lesson("crash: {consumer: k, worker: ^worker-x}", more=workers)) == [
        'S204 "k" has no worker "worker-x" now; it has worker-a and other; did you mean "worker-a"?'
    ]


def test_a_worker_that_is_there_already(of):
    assert of("crash: {consumer: k, worker: a}", "add_worker: {consumer: k, worker: ^a}") == [
        'S211 "k" has a worker "a" already'
    ]


@in_each_case(
    "entries, message",
    [
        (["crash", "^crash"], "is not running now: it has crashed"),
        (["stop", "^crash"], "is not running now: it is stopped"),
        (["stop", "^stop"], "is not running now: it is stopped"),
        (["crash", "^stop"], "is not running now: it has crashed"),
        (["^start"], "is running now"),
        (["^restart"], "is running now"),
        (["stop", "start", "^start"], "is running now"),
        (["crash", "restart", "^restart"], "is running now"),
        (["crash", "^start"], "has crashed: `restart` brings it back"),
        (["stop", "^restart"], "is stopped now: `start` brings it back"),
    ],
)
def test_a_poller_that_is_in_no_state_for_it(of, entries, message):
    assert of(*(f"{entry}: {{consumer: p}}" for entry in entries)) == [f'S211 "p" {message}']


@pytest.mark.parametrize("consumer", ["f", "k"])
def test_any_consumer_stops_while_it_runs_and_starts_while_it_is_stopped(of, consumer):
    named = f"{{consumer: {consumer}}}"
    assert of(f"^start: {named}", f"stop: {named}", "wait: 15m", f"^stop: {named}") == [
        f'S211 "{consumer}" is running now',
        f'S211 "{consumer}" is not running now: it is stopped',
    ]


def test_each_worker_has_a_state_of_its_own(of):
    a, b = "{consumer: k, worker: a}", "{consumer: k, worker: b}"
    assert of(f"^restart: {a}", f"crash: {a}", f"^crash: {a}", f"^restart: {b}", f"crash: {b}") == [
        'S211 the worker "a" is running now',
        'S211 the worker "a" is not running now: it has crashed',
        'S211 the worker "b" is running now',
    ]


@in_each_case("action", ["crash", "restart", "add_worker", "stop", "start", "redeliver"])
def test_nothing_happens_to_a_consumer_again_and_again(of, action):
    assert of(f"repeat: {{times: 2, do: {{^{action}: {{consumer: p}}}}}}") == [
        f"S201 a repeat is of writes alone; `{action}` is an entry of the timeline"
    ]


def test_of_consumers_that_cannot_be_read_nothing_is_guessed(said, lesson):
    entries = ("crash: {consumer: q}", "crash: {consumer: k, worker: z}", "crash: {consumer: f}")
    more = "consumers: [^nothing, {name: k, type: kcl, workers: [a, ^[]]}, {name: f, type: ^lambada}]\n"
    assert said(lesson(*entries, more=more)) == [
        "S203 expected a mapping of keys",
        "S203 expected a text",
        'S204 "lambada" is not one of poller, lambda, kcl; did you mean "lambda"?',
    ]


def test_after_an_entry_that_cannot_be_read_no_state_is_guessed(of):
    assert of("^stopp: {consumer: p}", "start: {consumer: p}", "stop: ^p", "start: {consumer: p}") == [
        'S201 unknown key "stopp"; did you mean "stop"?',
        "S203 expected a mapping of keys",
    ]


def test_a_mistake_beside_the_action_hides_no_consumer_that_is_not_there(of):
    assert of("{crash: {consumer: ^x, ^wrker: a}, at: ^soon}") == [
        'S204 no consumer is called "x"',
        'S201 unknown key "wrker"; did you mean "worker"?',
        "S203 expected a duration with its unit: 250ms, 2s, 5m or 25h",
    ]
