"""Repairs: each goal is judged on a run and fails at its step; a repair that is none is refused."""

from __future__ import annotations

import json

import pytest
from cases import in_each_case
from loaded_lessons import load_lesson

from simulator.lesson.lesson import lesson_of
from simulator.lesson.repair.judging import judge
from simulator.lesson.repair.repair import NotOffered, offered, other_solution, tried
from simulator.lesson.variations.patches import without_setting
from simulator.lesson.variations.variation import patch_from, settings_changed
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.repairs import GoalModel

REPAIRS = [name for name in lesson_names() if load_lesson(name).scenario.repair is not None]

PILL = {
    "title": "T",
    "table": {"name": "Payments", "partition_key": "id"},
    "stream": {"view_type": "NEW_AND_OLD_IMAGES"},
    "consumers": [
        {
            "name": "ledger",
            "type": "lambda",
            "maximum_record_age_in_seconds": 60,
            "function": {"fails_on": {"dynamodb": {"Keys": {"id": {"S": ["p-2"]}}}}},
        }
    ],
    "timeline": [
        {"batch_write": [{"put": {"id": "p-1"}}, {"put": {"id": "p-2"}}]},
        {"put": {"id": "p-3"}, "at": "5s"},
    ],
}
REPAIR = {
    "story": "A payment is missing.",
    "change": ["consumers.1.bisect_batch_on_function_error", "consumers.1.maximum_retry_attempts"],
    "goals": [{"processed": {"consumer": "ledger", "keys": ["p-1", "p-3"]}}],
    "solution": {"consumers": {"1": {"bisect_batch_on_function_error": True}}},
    "debrief": "The batch is split.",
}


def pill(**consumer):
    """The run of a mapping with a poison pill, with other settings."""
    return simulate(scenario_from_text(json.dumps(PILL | {"consumers": [PILL["consumers"][0] | consumer]})))


def of(text):
    head = "title: T\ntable: {name: Orders, partition_key: id}\nstream: {view_type: NEW_AND_OLD_IMAGES}\n"
    return simulate(scenario_from_text(head + text))


def verdict(trace, **goal):
    """The only goal, judged: whether it holds, the step at which it fails, and why."""
    [found] = judge([GoalModel.model_validate(goal)], trace)
    return found.holds, found.step, found.why


def event_at(trace, found):
    """The event of the step at which a goal fails."""
    holds, step, _ = found
    assert not holds
    return trace.events[step - 1].value


# The goals


def test_processed_fails_where_a_record_is_given_up():
    trace = pill()
    found = verdict(trace, processed={"consumer": "ledger"})
    assert found[2] == "p-1 (record 1) is given up"
    assert event_at(trace, found) == "process.discarded"
    assert verdict(trace, processed={"consumer": "ledger", "keys": ["p-3"]}) == (True, None, "")


def test_processed_fails_without_a_step_where_a_record_still_waits_at_the_end():
    text = "consumers: [{name: slow, poll_interval: 1h}]\ntimeline: [put: {id: a}, wait: 1s]"
    assert verdict(of(text), processed={"consumer": "slow"}) == (
        False,
        None,
        "a (record 1) is not read by the end of the run",
    )


def test_not_processed_fails_where_a_record_is_processed():
    trace = pill(bisect_batch_on_function_error=True)
    found = verdict(trace, not_processed={"consumer": "ledger", "keys": ["p-1", "p-2"]})
    assert found[2] == "p-1 (record 1) is processed"
    assert event_at(trace, found) == "process.succeeded"
    assert verdict(trace, not_processed={"consumer": "ledger", "keys": ["p-2"]})[0]


def test_given_up_fails_where_a_record_is_processed():
    trace = pill()
    assert verdict(trace, given_up={"consumer": "ledger", "keys": ["p-1", "p-2"]})[0]
    assert event_at(trace, verdict(trace, given_up={"consumer": "ledger", "keys": ["p-3"]})) == "process.succeeded"


def test_in_destination_fails_where_nobody_is_told():
    trace = pill()
    found = verdict(trace, in_destination={"consumer": "ledger", "keys": ["p-2"]})
    assert found[2] == "p-2 (record 2) is given up, and no destination is told"
    assert event_at(trace, found) == "process.discarded"
    assert verdict(pill(on_failure="s3"), in_destination={"consumer": "ledger", "keys": ["p-2"]})[0]


def test_told_if_given_up_asks_only_for_records_that_are_given_up():
    trace = pill()
    found = verdict(trace, told_if_given_up={"consumer": "ledger"})
    assert found[2] == "p-1 (record 1) is given up, and no destination is told"
    assert event_at(trace, found) == "process.discarded"
    assert verdict(trace, told_if_given_up={"consumer": "ledger", "keys": ["p-3"]})[0]
    assert verdict(pill(on_failure="s3"), told_if_given_up={"consumer": "ledger"})[0]


AWAY = "timeline: [stop: {consumer: consumer}, put: {id: a}, wait: 25h, start: {consumer: consumer}]"


def test_nothing_lost_fails_where_a_record_is_trimmed_unread():
    trace = of(AWAY)
    assert event_at(trace, verdict(trace, nothing_lost={"consumer": "consumer"})) == "available.trimmed"
    assert verdict(of(AWAY.replace("25h", "23h")), nothing_lost={"consumer": "consumer"})[0]


TWICE = """\
consumers: [{name: mail, type: lambda, function: {effect: e-mail sent%s}}]
timeline: [put: {id: a}, redeliver: {consumer: mail}]
"""


def test_handled_once_counts_effects_and_no_deliveries():
    twice, once = of(TWICE % ""), of(TWICE % ", idempotent: true")
    found = verdict(twice, handled_once={"consumer": "mail"})
    assert found[2] == "a (record 1) is handled twice"
    assert event_at(twice, found) == "process.duplicate"
    assert [step.event.value for step in once.steps].count("process.duplicate") == 1
    assert verdict(once, handled_once={"consumer": "mail"})[0]


def test_handled_once_fails_for_a_record_that_is_never_handled():
    assert verdict(pill(), handled_once={"consumer": "ledger", "keys": ["p-2"]})[2] == "p-2 (record 2) is given up"


def test_handled_once_asks_nothing_of_a_record_that_the_filter_drops():
    text = "consumers: [{name: f, type: lambda, filter_criteria: [{eventName: [REMOVE]}]}]\ntimeline: [put: {id: a}]"
    assert verdict(of(text), handled_once={"consumer": "f"})[0]


OVERTAKING = """\
consumers: [{name: r, processing_time: 1500ms, waits_for_parents: %s}]
timeline:
  - put: {id: a, n: 1}
  - {update: {key: {id: a}, set: {n: 2}}, after: 500ms}
  - {update: {key: {id: a}, set: {n: 3}}, after: 500ms}
  - {split_shard: 1, after: 500ms}
  - {update: {key: {id: a}, set: {n: 4}}, after: 100ms}
"""


def test_in_order_fails_where_a_later_change_is_processed_first():
    assert verdict(of(OVERTAKING % "true"), in_order={"consumer": "r"})[0]
    trace = of(OVERTAKING % "false")
    found = verdict(trace, in_order={"consumer": "r"})
    assert found[2] == "a (record 3) is processed after a (record 4), the later change"
    assert event_at(trace, found) == "process.succeeded"


def test_processed_fails_where_a_consumer_begins_behind_a_record():
    trace = of("consumers: [{name: r, starting_position: LATEST, starts: 2s}]\ntimeline: [put: {id: a}, wait: 5s]")
    found = verdict(trace, processed={"consumer": "r"})
    assert (found[2].split(",")[0], event_at(trace, found)) == ("a (record 1) is passed over", "read.started")


def test_longest_wait_fails_where_a_record_waits_longer():
    trace = load_lesson("poison-pill").trace
    terms = {"consumer": "ledger", "keys": ["p-5"]}
    assert verdict(trace, longest_wait=terms | {"at_most": "50250ms"})[0]
    found = verdict(trace, longest_wait=terms | {"at_most": "50249ms"})
    assert found[2] == "p-5 (record 5) waits 50.250 s"
    assert event_at(trace, found) == "process.succeeded"


def test_longest_wait_fails_for_a_record_that_is_never_done_with():
    trace = of(AWAY)
    assert (
        event_at(trace, verdict(trace, longest_wait={"consumer": "consumer", "at_most": "8784h"}))
        == "available.trimmed"
    )


def test_iterator_age_fails_at_the_first_step_at_which_it_is_higher():
    trace = pill()
    found = verdict(trace, iterator_age={"consumer": "ledger", "at_most": "5s"})
    assert event_at(trace, found) == "process.failed"
    assert trace.times[found[1] - 1] > 5_000
    assert verdict(trace, iterator_age={"consumer": "ledger", "at_most": "2m"})[0]


def test_invocations_fails_at_the_first_one_too_many():
    trace = pill(maximum_retry_attempts=1)
    assert verdict(trace, invocations={"consumer": "ledger", "at_most": 3})[0]
    found = verdict(trace, invocations={"consumer": "ledger", "at_most": 2})
    assert (found[2], event_at(trace, found)) == ("invocation 3 of 3 is over the limit", "process.succeeded")


def test_idle_by_fails_where_the_work_ends_later():
    trace = pill()
    assert verdict(trace, idle_by={"consumer": "ledger", "at_most": "2m"})[0]
    assert event_at(trace, verdict(trace, idle_by={"consumer": "ledger", "at_most": "10s"})) == "idle.waiting"


def test_idle_by_fails_without_a_step_where_the_work_goes_on_at_the_end():
    text = "consumers: [{name: r, processing_time: 1h}]\ntimeline: [put: {id: a}, wait: 10s]"
    assert verdict(of(text), idle_by={"consumer": "r", "at_most": "1m"}) == (
        False,
        None,
        "it is Reading at the end of the run",
    )


COUNTS = """\
timeline:
  - put: {id: a, s: X, n: 1}
  - put: {id: b}
  - update: {key: {id: a}, add: {n: 1}}
  - update: {key: {id: a}, add: {n: 1}}
  - update: {key: {id: a}, add: {n: 1}}
  - delete: {id: b}
"""


def test_in_table_fails_where_an_item_lost_the_value_that_it_should_end_with():
    trace = of(COUNTS)
    found = verdict(trace, in_table={"items": [{"id": "a", "s": "X", "n": 2}]})
    assert found[2] == "a ends with n 4"
    assert "n 2 → 3" in plain(narrate(trace, found[1]))
    assert verdict(trace, in_table={"items": {"id": "a", "s": "X", "n": 4}}) == (True, None, "")


def test_in_table_fails_at_the_newest_write_of_an_item_that_never_had_the_value():
    trace = of(COUNTS)
    found = verdict(trace, in_table={"items": [{"id": "a", "s": "Y"}]})
    assert (found[2], event_at(trace, found)) == ("a ends with s X", "write.modify")
    assert verdict(trace, in_table={"items": [{"id": "a", "m": 1}]})[2] == "a ends with no m"


def test_in_table_fails_where_an_item_is_gone_or_was_never_there():
    trace = of(COUNTS)
    found = verdict(trace, in_table={"items": [{"id": "b"}]})
    assert (found[2], event_at(trace, found)) == ("b is not in the table at the end", "write.remove")
    assert verdict(trace, in_table={"items": [{"id": "c"}]}) == (False, None, "c is not in the table at the end")


def test_a_key_of_a_table_with_a_sort_key_is_a_mapping():
    head = "title: T\ntable: {name: Orders, partition_key: id, sort_key: {name: line, type: N}}\n"
    stream = "stream: {view_type: KEYS_ONLY}\ntimeline: [put: {id: a, line: 1}, put: {id: a, line: 2}]"
    trace = simulate(scenario_from_text(head + stream))
    assert verdict(trace, processed={"consumer": "consumer", "keys": [{"id": "a", "line": 2}]})[0]
    assert verdict(trace, processed={"consumer": "consumer", "keys": [{"id": "a", "line": 3}]})[2] == (
        "a / 3 has no record in this run"
    )


# A lesson's repair


def lesson(**repair):
    text = json.dumps(PILL | {"repair": REPAIR | repair}, indent=1)
    return lesson_of(scenario_from_text(text, "r.yaml"))


def complaints(**repair):
    with pytest.raises(ScenarioError) as caught:
        lesson(**repair)
    return [f"{each.code} {each.message}" for each in caught.value.complaints]


def test_a_repair_says_what_it_offers_with_the_values_of_the_lesson():
    assert [(each.name, each.words) for each in offered(lesson().scenario)] == [
        ("bisect_batch_on_function_error", "false"),
        ("maximum_retry_attempts", "-1"),
    ]


def test_a_try_is_judged():
    made = lesson()
    good = tried(made.scenario, made.trace, made.scenario.repair.solution)
    assert (good.solves, good.changes) == (True, 1)
    bad = tried(made.scenario, made.trace, patch_from("{consumers: {1: {maximum_retry_attempts: 1}}}", "--try"))
    assert (bad.solves, bad.verdicts[0].why) == (False, "p-1 (record 1) is given up")


def test_a_setting_is_changed_by_the_path_that_is_shown_too():
    assert patch_from("{consumers.1.batch_size: 1, consumers: {1: {function: {duration: 1s}}}}", "--try") == {
        "consumers": {"1": {"batch_size": "1", "function": {"duration": "1s"}}}
    }


@in_each_case(
    "yaml",
    [
        "{consumers: {1: {batch_size: 1}}}",
        "{consumers: {1: null}}",
        "{consumers: {1: {function: {fails_on: null}}}}",
        "{timeline: {add: [{put: {id: p-9}}]}}",
        "{timeline: {1: null}}",
        "{stream: {shards: 2}}",
        "{consumers: {2: {name: other}}}",
    ],
)
def test_a_change_that_is_not_offered_is_refused(yaml):
    made = lesson()
    with pytest.raises(NotOffered, match=r"is not to be changed here; the repair offers consumers\.1"):
        tried(made.scenario, made.trace, patch_from(yaml, "--try"))


def test_a_setting_that_is_offered_includes_what_is_inside():
    made = lesson(change=[*REPAIR["change"], "consumers.1.function"])
    found = tried(made.scenario, made.trace, patch_from("{consumers: {1: {function: {duration: 1s}}}}", "--try"))
    assert not found.solves


def test_a_wait_of_the_timeline_can_be_offered():
    waiting = PILL | {"timeline": [*PILL["timeline"], {"wait": "10m"}]}
    text = json.dumps(waiting | {"repair": REPAIR | {"change": [*REPAIR["change"], "timeline.3.wait"]}})
    assert [each.words for each in offered(lesson_of(scenario_from_text(text)).scenario)][-1] == "10 min 00.000 s"


@in_each_case(
    "repair, complaint",
    [
        (
            {"goals": [{"processed": {"consumer": "ledger", "keys": ["p-3"]}}]},
            "L408 all goals hold with nothing changed",
        ),
        ({"solution": {"consumers": {"1": {"maximum_retry_attempts": 1}}}}, "L409 with the solution goal 1 (ledger"),
        (
            {"solution": {"consumers": {"1": {"batch_size": 1}}}},
            "L409 the solution: consumers.1.batch_size is not to be",
        ),
        (
            {"solution": {"consumers": {"1": {"maximum_retry_attempts": -2}}}},
            "L409 the solution makes a lesson that is not",
        ),
        (
            {"goals": [{"processed": {"consumer": "leger"}}]},
            'S204 no consumer is called "leger"; did you mean "ledger"?',
        ),
        ({"goals": [{"processed": {"consumer": "ledger", "keys": ["p-9"]}}]}, "L402 no record of the run is about p-9"),
        (
            {"goals": [{"processed": {"consumer": "ledger", "keys": [{"x": 1}]}}]},
            "D301 not the whole key of an item: {id",
        ),
        ({"goals": [{"processed": {"consumer": "ledger", "at_most": 3}}]}, 'S201 unknown key "at_most"'),
        ({"goals": [{"in_table": {"items": [{"amount": 3}]}}]}, "D301 not the whole key of an item: id is missing"),
        ({"goals": [{"in_table": {"items": []}}]}, "S204"),
        ({"goals": [{"in_table": {"consumer": "ledger", "items": [{"id": "p-1"}]}}]}, 'S201 unknown key "consumer"'),
        ({"goals": [{"done": {"consumer": "ledger"}}]}, 'S201 unknown key "done"'),
        ({"goals": [{}]}, "S206 a goal asks for one thing; this asks for 0"),
        ({"goals": []}, "S204"),
        ({"goals": [{"longest_wait": {"consumer": "ledger"}}]}, 'S202 missing key "at_most"'),
        ({"goals": [{"longest_wait": {"consumer": "ledger", "at_most": 5}}]}, "S203 expected a duration with its unit"),
        ({"change": ["consumers.1.batchsize"]}, 'S204 "consumers.1.batchsize" is no setting of this lesson'),
        ({"change": ["consumers.2.batch_size"]}, 'S204 "consumers.2.batch_size" is no setting of this lesson'),
        ({"change": ["consumers.1.name"]}, 'S204 "consumers.1.name" is nothing that a repair can offer'),
        ({"change": ["timeline.2.after"]}, 'S204 "timeline.2.after": entry 2 of the timeline does not say when'),
        (
            {"change": ["timeline.late.after"]},
            'S204 "timeline.late.after" is no setting of this lesson: timeline has no',
        ),
        ({"change": ["timeline.2.wait"]}, 'S204 "timeline.2.wait": entry 2 of the timeline is no wait'),
        ({"change": ["stream.shards"]}, 'S204 "stream.shards" is nothing that a repair can offer'),
        ({"story": "See [step 99](step:99)."}, "L402"),
    ],
)
def test_a_repair_that_is_none_is_refused(repair, complaint):
    assert complaints(**repair)[0].startswith(complaint)


# The repairs of the library


@in_each_case("name", REPAIRS)
def test_a_repair_of_the_library_is_solved_by_its_solution_and_by_nothing_less(name):
    made = load_lesson(name)
    solution = made.scenario.repair.solution
    assert tried(made.scenario, made.trace, solution).solves
    for path, _ in settings_changed(solution):
        less = without_setting(solution, path)
        assert not less or not tried(made.scenario, made.trace, less).solves


def test_there_are_repairs_in_the_library():
    assert len(REPAIRS) >= 8


WRITES = '{key: {review_id: "{review_id}"}, set: {status: CHECKED}'
OTHER_WAYS = {
    "blocked-shard": "{consumers: {1: {maximum_retry_attempts: 2, batch_size: 1, on_failure: sqs}}}",
    "silent-filter": "{consumers: {1: {filter_criteria: "
    "[{eventName: [INSERT], dynamodb: {NewImage: {status: {S: [{prefix: PA}]}}}}]}}}",
    "given-up-in-silence": "{consumers: {1: "
    "{maximum_retry_attempts: -1, maximum_record_age_in_seconds: 120, on_failure: s3}}}",
    "slow-meters": "{consumers: {1: {batch_size: 3}}}",
    "charged-twice": "{consumers: {1: {batch_size: 1}}}",
    "children-first": "{consumers: {1: {processing_time: 100ms}}}",
    "endless-checks": "{consumers: {1: {function: {writes: "
    f"[{{update: {WRITES}, add: {{checks: 1}}}}, condition: {{equals: {{status: WAITING}}}}}}]}}}}}}}}",
    "lost-weekend": "{consumers: {1: {starting_position: TRIM_HORIZON, checkpoint_every: 1, workers: [a, b]}}}",
}
"""Changes that meet every goal, and are not the author's."""

WRONG_WAYS = {
    "blocked-shard": ("{consumers: {1: {batch_size: 1}}}", "{consumers: {1: {maximum_record_age_in_seconds: 600}}}"),
    "silent-filter": ("{consumers: {1: {filter_criteria: []}}}",),
    "given-up-in-silence": (
        "{consumers: {1: {bisect_batch_on_function_error: true}}}",
        "{consumers: {1: {maximum_retry_attempts: 15}}}",
    ),
    "slow-meters": ("{consumers: {1: {parallelization_factor: 3}}}",),
    "charged-twice": (
        "{consumers: {1: {maximum_retry_attempts: 0}}}",
        "{consumers: {1: {bisect_batch_on_function_error: true}}}",
        "{consumers: {1: {maximum_retry_attempts: 10}}}",
    ),
    "children-first": ("{consumers: {1: {poll_interval: 1m}}}", "{consumers: {1: {poll_interval: 100h}}}"),
    "endless-checks": (
        "{consumers: {1: {filter_criteria: [{eventName: [INSERT]}]}}}",
        "{consumers: {1: {function: {idempotent: true}}}}",
        "{consumers: {1: {function: {writes: []}}}}",
        f"{{consumers: {{1: {{function: {{writes: [{{update: {WRITES}}}}}]}}}}}}}}",
    ),
    "lost-weekend": (
        "{consumers: {1: {starting_position: TRIM_HORIZON, checkpoint_every: 1}}}",
        "{consumers: {1: {starting_position: TRIM_HORIZON}}, timeline: {monday: {after: 1h}}}",
        "{consumers: {1: {checkpoint_every: 1}}, timeline: {monday: {after: 1h}}}",
    ),
}
"""Changes that come to mind first, and leave a goal unmet. Each goal of a repair fails in one of them, or before."""


@in_each_case("name", REPAIRS)
def test_a_repair_of_the_library_is_solved_in_another_way_too(name):
    made = load_lesson(name)
    found = tried(made.scenario, made.trace, patch_from(OTHER_WAYS[name], "--try"))
    assert found.solves, [each.why for each in found.verdicts]
    assert other_solution(made.scenario, found)


def test_changes_beyond_the_solution_are_told_that_fewer_are_enough():
    made = load_lesson("slow-meters")
    more = tried(
        made.scenario, made.trace, patch_from("{consumers: {1: {batch_size: 10, maximum_retry_attempts: 1}}}", "-")
    )
    assert other_solution(made.scenario, more) == "Fewer changes are enough: consumers.1.batch_size: 10"


@in_each_case("name", REPAIRS)
def test_what_comes_to_mind_first_does_not_solve_a_repair_and_every_goal_of_it_can_fail(name):
    made = load_lesson(name)
    wrong = [tried(made.scenario, made.trace, patch_from(each, "--try")) for each in WRONG_WAYS[name]]
    assert not any(each.solves for each in wrong)
    judged = [judge(made.scenario.repair.goals, made.trace), *(each.verdicts for each in wrong)]
    assert all(any(not each.holds for each in of_goal) for of_goal in zip(*judged, strict=True))
