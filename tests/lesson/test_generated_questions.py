"""Generated questions: whatever the scenario is, each has one right answer, and the run's JSON confirms it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from cases import in_each_case
from hypothesis import event, given, settings
from hypothesis import strategies as st
from loaded_lessons import in_each, load_lesson
from varied_lessons import SHOWING_EVERY_EVENT

from simulator.lesson.beliefs import MOST_STEPS, could_matter
from simulator.lesson.generated.generate import fresh, generate, of_kind
from simulator.lesson.generated.kinds import KINDS
from simulator.lesson.lesson import Lesson, lesson_of
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS
from simulator.lesson.quiz.question import Question
from simulator.lesson.two_runs.run_comparison import divergence
from simulator.lesson.words.reference_problems import problems
from simulator.lesson.words.references import plain, references
from simulator.lesson_tests.answers_hold import misgraded
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import scenario_from_text
from simulator.views.json import run_json

ALL = 10_000
"""More questions than any lesson gives."""

Document = dict[str, Any]


# Scenarios

KEYS = st.sampled_from(["o-1", "o-2", "o-3"])
SOON = st.sampled_from([{}, {}, {"after": "0ms"}, {"after": "60ms"}, {"after": "1100ms"}])
NUMBERS = st.integers(0, 2)
EXPIRES = 1_704_067_230
"""Half a minute after a run's start."""


@st.composite
def writes(draw: st.DrawFn) -> Document:
    key, number = draw(KEYS), draw(NUMBERS)
    return draw(
        st.sampled_from(
            [
                {"put": {"order_id": key, "a": number}},
                {"put": {"order_id": key, "a": number}},
                {"update": {"key": {"order_id": key}, "set": {"b": number}}},
                {"delete": {"order_id": key}},
                {"put": {"order_id": key}, "condition": {"attribute_not_exists": "order_id"}},
            ]
        )
    )


@st.composite
def actions(draw: st.DrawFn) -> Document:
    keys = draw(st.lists(KEYS, min_size=1, max_size=3, unique=True))
    entries = [
        draw(st.sampled_from([{"put": {"order_id": key, "c": 1}}, {"delete": {"order_id": key}}])) for key in keys
    ]
    other = st.sampled_from(
        [
            {"batch_write": entries},
            {"transact_write": entries, "spread": draw(st.sampled_from(["0s", "2s"]))},
            {"put": {"order_id": "o-4", "expires": EXPIRES}},
            {"wait": "5m"},
            {"repeat": {"times": 5, "every": "400ms", "do": {"put": {"order_id": "r-{n}", "a": 1}}}},
            {"split_shard": 1},
            {"roll_over_shard": 1},
            {"wait": "20m"},
            {"wait": "25h"},
            {"disable_stream": {}},
            {"enable_stream": {"view_type": "NEW_IMAGE"}},
        ]
    )
    action = draw(st.one_of(writes(), writes(), writes(), other))
    return action if "wait" in action else {**action, **draw(SOON)}


@st.composite
def consumers(draw: st.DrawFn, name: str) -> Document:
    kind = draw(st.sampled_from(["poller", "lambda", "lambda", "kcl"]))
    made: Document = {
        "name": name,
        "type": kind,
        "starting_position": draw(st.sampled_from(["TRIM_HORIZON", "LATEST"])),
    }
    if kind != "lambda":
        made |= {"limit": draw(st.sampled_from([1, 2, 1000])), "poll_interval": draw(st.sampled_from(["1s", "7s"]))}
    if kind == "kcl":
        made |= {"workers": ["a", "b"], "checkpoint_every": draw(st.sampled_from([1, 2, 10])), "failover_time": "3s"}
    if kind == "lambda":
        made |= {
            "batch_size": draw(st.sampled_from([1, 2, 100])),
            "maximum_retry_attempts": draw(st.sampled_from([0, 1, 3])),
            "bisect_batch_on_function_error": draw(st.booleans()),
            "on_failure": "sqs",
        }
        filtered = draw(st.sampled_from([None, "INSERT", "MODIFY"]))
        if filtered:
            made["filter_criteria"] = [{"eventName": [filtered]}]
        fails = draw(
            st.sampled_from([None, {"eventName": ["REMOVE"]}, {"dynamodb": {"Keys": {"order_id": {"S": ["o-2"]}}}}])
        )
        if fails:
            made["function"] = {"fails_on": fails}
            if draw(st.booleans()):
                made["function"]["failures"] = 1
            if draw(st.booleans()):
                made["function"]["reports"] = draw(st.sampled_from(["first_failed", "all_failed"]))
                made["function_response_types"] = ["ReportBatchItemFailures"]
    return made


@st.composite
def documents(draw: st.DrawFn) -> Document:
    names = ["first", "second", "third"][: draw(st.sampled_from([1, 1, 2, 3]))]
    readers = [draw(consumers(name)) for name in names]
    timeline = draw(st.lists(actions(), min_size=1, max_size=7))
    crashing = next((each["name"] for each in readers if each["type"] == "kcl"), None)
    if crashing and draw(st.booleans()):
        timeline += [{"crash": {"consumer": crashing, "worker": "a"}, **draw(SOON)}, draw(writes())]
    shown = ["checkpoint", "iterator_age", "open_shards", "stream_status"]
    if any(each["type"] == "lambda" for each in readers):
        shown += ["attempt", "destination"]
    if crashing:
        shown += ["leases"]
    return {
        "title": "Random",
        "table": {
            "name": "Orders",
            "partition_key": "order_id",
            "time_to_live": {"attribute": "expires", "deletion_delay": "1m"},
        },
        "stream": {
            "view_type": draw(st.sampled_from(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"])),
            "shards": draw(st.sampled_from([1, 1, 2])),
            "enabled": draw(st.sampled_from([True, True, True, False])),
        },
        "show": {"variables": [] if draw(st.booleans()) else shown},
        "show_empty_polls": draw(st.sampled_from([False, False, True])) and not any("25h" in str(a) for a in timeline),
        "consumers": readers,
        "timeline": timeline,
    }


# What a question's answer is, worked out from the JSON of the run alone


class Run:
    """The JSON of a run, as another program would read it."""

    def __init__(self, lesson: Lesson, document: Document) -> None:
        whole = json.loads("\n".join(run_json(lesson)))
        self.document = document
        self.steps: list[Document] = whole["steps"]
        self.records: list[Document] = whole["records"]
        self.rows: list[Document] = whole["tracker"]["rows"]

    def expected(self, question: Question) -> tuple[str, ...]:
        kind, *rest = question.id.split("/")
        answers: dict[str, Callable[..., tuple[str, ...]]] = {
            "first-step": lambda event: (f"Step {self.numbers(event)[0]}",),
            "last-step": lambda event: (f"Step {self.numbers(event)[-1]}",),
            "count": lambda event: (str(len(self.numbers(event))),),
            "cell": lambda column, step: ("Yes" if self.steps[int(step) - 1][column] else "No",),
            "next": lambda step: (self.steps[int(step)]["action"],),
            "value": self._value,
            "changed": lambda step: tuple(
                self._name(each["variable"]) for each in self.steps[int(step) - 1]["changes"]
            ),
            "event-name": self._event_name,
            "order": self._order,
            "match": lambda by, *records: tuple(self._matched(by, self.records[int(each) - 1]) for each in records),
            "image": self._image,
            "deliveries": lambda place, record: (str(self._deliveries(int(place) - 1, int(record) - 1)),),
            "what-if": self._what_if,
        }
        return answers[kind](*rest)

    def numbers(self, event: str) -> list[int]:
        return [each["step"] for each in self.steps if each["event"] == event]

    def _name(self, variable: str) -> str:
        return next(str(row["variable"]) for row in self.rows if row["id"] == variable)

    def _value(self, variable: str, after: str) -> tuple[str, ...]:
        value = next(row["values"][0] for row in self.rows if row["id"] == variable)
        for step in self.steps[: int(after)]:
            for change in step["changes"]:
                if change["variable"] == variable:
                    value = change["after"]
        return (value,)

    def _deliveries(self, place: int, record: int) -> int:
        name = self.document["consumers"][place]["name"]
        ends = {f"process.{how}" for how in ("succeeded", "failed", "partial", "duplicate")}
        mine = (each for each in self.steps if each["consumer"] == name and each["event"] in ends)
        return sum(record in each["records"] for each in mine)

    def _event_name(self, step: str) -> tuple[str, ...]:
        records = self.steps[int(step) - 1]["records"]
        return (self.records[records[0]]["eventName"] if records else "There is no record",)

    def _matched(self, by: str, record: Document) -> str:
        body = record["dynamodb"]
        if by == "event_name":
            return str(record["eventName"])
        carried = {
            (False, False): "the keys alone",
            (True, False): "the old image",
            (False, True): "the new image",
            (True, True): "the old and the new image",
        }["OldImage" in body, "NewImage" in body]
        return f"{record['eventName']}, {carried}, {body['SizeBytes']} bytes"

    def _order(self, *steps: str) -> tuple[str, ...]:
        if steps[0] != "transaction":
            return tuple(self.steps[int(step) - 1]["action"] for step in steps)
        first = self.steps[int(steps[1]) - 1]
        writes = [each for each in self.steps if each["phase"] == "write" and each["time_ms"] == first["time_ms"]]
        asked = [each["records"][0] for each in writes if each["records"] and "F61" in each["facts"]][:4]
        return (", ".join(self.records[each]["dynamodb"]["Keys"]["order_id"]["S"] for each in sorted(asked)),)

    def _image(self, which: str, record: str) -> tuple[str, ...]:
        if which == "identity":
            identity = self.records[int(record) - 1].get("userIdentity")
            if identity is None:
                return ("It has no userIdentity",)
            return (f"userIdentity: {identity['Type']}, {identity['PrincipalId']}",)
        image = self.records[int(record) - 1]["dynamodb"].get(f"{which.capitalize()}Image")
        if image is None:
            return (f"It has no {which} image",)
        values = ((name, *next(iter(value.items()))) for name, value in image.items())
        return (
            ", ".join(f"{name}: {kind} {value if kind == 'N' else json.dumps(value)}" for name, kind, value in values),
        )

    def _what_if(self, what: str, *rest: str) -> tuple[str, ...]:
        document = deepcopy(self.document)
        if what == "view-type":
            document["stream"]["view_type"] = rest[0]
        else:
            value = WHAT_IF[what]
            consumer = document["consumers"][int(rest[0]) - 1]
            if what == "maximum_retry_attempts" and consumer.get(what, -1) == 1:
                value = 3
            elif what == "bisect_batch_on_function_error":
                value = not consumer.get(what, False)
            consumer[what] = value
        other = Run(lesson_of(scenario_from_text(json.dumps(document))), document)
        if what != "view-type":
            return (str(len(other.numbers(COUNTED[what]))),)
        body = other.records[int(rest[1]) - 1]["dynamodb"]
        return (
            {
                (False, False): "No image",
                (True, False): "The old image",
                (False, True): "The new image",
                (True, True): "Both images",
            }["OldImage" in body, "NewImage" in body],
        )


WHAT_IF: dict[str, Any] = {
    "limit": 1,
    "checkpoint_every": 1,
    "maximum_retry_attempts": 1,
    "batch_size": 1,
    "filter_criteria": [],
    "bisect_batch_on_function_error": True,
}
COUNTED = {
    "limit": "read.records",
    "checkpoint_every": "process.duplicate",
    "maximum_retry_attempts": "process.failed",
    "batch_size": "read.records",
    "filter_criteria": "read.records",
    "bisect_batch_on_function_error": "process.failed",
}


def check(question: Question, lesson: Lesson, run: Run) -> None:
    """Everything that must hold of one question."""
    expected = run.expected(question)
    texts = [option.text for option in question.options]
    right = [texts[index] for index in question.right]
    assert len({text.casefold() for text in texts}) == len(texts) > 1, "two choices say the same"
    if question.kind == "choice":
        assert sorted(right) == sorted(expected)
        assert [option.right for option in question.options] == [text in expected for text in texts]
        assert 1 <= len(texts) - len(right) <= 3, "wrong choices"
        assert {texts[index] for index in range(len(texts)) if index not in question.right}.isdisjoint(expected)
        assert all(option.misconception is None for option in question.options if option.right)
    else:
        assert tuple(right) == expected
        assert sorted(texts) == sorted(expected)
        assert question.right != tuple(range(len(texts))) or question.kind == "match", "in order already"
        assert len(question.slots) == (len(texts) if question.kind == "match" else 0)
    assert list(misgraded((question,), lesson.trace)) == []
    for option in question.options:
        if option.text.startswith("Step "):
            assert 1 <= int(option.text.removeprefix("Step ")) <= len(run.steps), "a choice is a step that is not there"
    _can_be_learnt_from(question, lesson, len(run.steps))


def _can_be_learnt_from(question: Question, lesson: Lesson, steps: int) -> None:
    """Hints, a location, an explanation, and feedback for each wrong choice that a believer would make."""
    hints = [plain(hint) for hint in question.hints]
    assert len(set(hints)) == 2
    said = {plain(question.text), plain(question.explanation)}
    assert said.isdisjoint(hints)
    assert all(text.strip() and text[0].isupper() and text.rstrip(")")[-1] in ".?" for text in (*said, *hints))
    assert question.location is not None
    assert question.location.step is not None
    assert 0 <= question.location.step <= steps
    assert question.location.step > 0 or steps == 0
    assert question.location.variable in (None, *lesson.trace.variables)
    for reference in references(question.explanation):
        assert list(problems(f"[{reference.label}]({reference.href})", lesson.trace, lesson.lessons)) == []
    for index, option in enumerate(question.options):
        if option.misconception is not None:
            believed = lesson.beliefs.behind(question, index)
            assert believed is not None
            assert believed.misconception.number == option.misconception
            assert 1 <= believed.step <= steps
            [(letter, why)] = lesson.beliefs.whys(question, (index,))
            assert letter == option.letter
            assert "It is wrong." in plain(why)


def asked(question: Question) -> tuple[Any, ...]:
    """A question as it can be compared."""
    return question.id, plain(question.text), question.options, question.hints, question.explanation, question.right


def check_all(lesson: Lesson, document: Document, seed: int) -> None:
    run = Run(lesson, document)
    questions = generate(lesson, ALL, seed)
    assert len({question.id for question in questions}) == len(questions)
    for question in questions:
        check(question, lesson, run)
    assert [asked(each) for each in generate(lesson, 5, seed)] == [asked(each) for each in questions[:5]]


@settings(max_examples=settings().max_examples // 3)  # each costs a quarter of a second
@given(document=documents(), seed=st.integers(0, 1000))
def test_every_generated_question_of_any_scenario_has_exactly_one_right_answer(document: Document, seed: int) -> None:
    try:
        lesson = lesson_of(scenario_from_text(json.dumps(document)))
    except ScenarioError as error:
        event(f"refused: {error.complaints[0].code}")
        return
    check_all(lesson, document, seed)
    event("checked")


def test_the_library_brings_every_kind_of_question() -> None:
    lessons = [load_lesson(name) for name in lesson_names()]
    assert [kind for kind in KINDS if not any(next(of_kind(lesson, kind, 0), None) for lesson in lessons)] == []


@settings(max_examples=settings().max_examples // 2)
@given(document=documents())
def test_a_misconception_about_something_that_a_scenario_lacks_makes_no_difference_in_it(document: Document) -> None:
    try:
        lesson = lesson_of(scenario_from_text(json.dumps(document)))
    except ScenarioError:
        return
    for misconception in set(MISCONCEPTIONS) - set(could_matter(lesson.scenario)):
        assert divergence(lesson.trace, simulate(lesson.scenario, misconception.rules)) is None, misconception.slug


# Single lessons


def document_of(**parts: Any) -> Document:
    return {
        "title": "A lesson",
        "table": {"name": "Orders", "partition_key": "order_id"},
        "stream": {"view_type": "NEW_AND_OLD_IMAGES"},
        "consumers": [{"name": "consumer", "type": "poller"}],
        "timeline": [{"put": {"order_id": "o-1"}}],
    } | parts


def lesson_from(document: Document) -> Lesson:
    return lesson_of(scenario_from_text(json.dumps(document)))


@in_each(SHOWING_EVERY_EVENT)
def test_every_lesson_of_the_library_gives_ten_questions_of_eight_kinds(lesson: Lesson) -> None:
    questions = generate(lesson, 10, 7)
    assert len(questions) == 10
    assert len({question.made_by for question in questions}) >= 8
    assert list(misgraded(questions, lesson.trace)) == []


def test_the_same_seed_gives_the_same_questions_and_another_gives_others(overview: Lesson) -> None:
    first, again, other = (
        generate(lesson, 10, seed) for lesson, seed in [(overview, 7), (load_lesson("overview"), 7), (overview, 8)]
    )
    assert [asked(each) for each in first] == [asked(each) for each in again]
    assert [asked(each) for each in first] != [asked(each) for each in other]


def test_fewer_questions_are_the_first_ones(overview: Lesson) -> None:
    assert [each.id for each in generate(overview, 4, 3)] == [each.id for each in generate(overview, 9, 3)[:4]]
    assert generate(overview, 0, 3) == ()


def test_a_fresh_question_is_of_the_same_kind_and_was_not_asked(overview: Lesson) -> None:
    used: set[str] = set()
    while (question := fresh(overview, "cell", 5, frozenset(used))) is not None:
        assert question.made_by == "cell"
        assert question.subject == f"cell/{question.location.column}"
        assert question.id not in used
        used.add(question.id)
    assert len(used) == 12  # 5 rows about a change, 3 columns, less the three cells whose row says what they say


@pytest.mark.parametrize(
    "timeline",
    [
        [{"wait": "0ms"}],
        [{"wait": "1s"}],
        [{"put": {"order_id": "o-1"}}, {"wait": "0ms"}],
        [{"delete": {"order_id": "o-1"}}],
        [{"put": {"order_id": "o-1"}}, {"wait": "50ms"}],
    ],
)
def test_a_lesson_in_which_almost_nothing_happens(timeline: list[Document]) -> None:
    document = document_of(timeline=timeline)
    check_all(lesson_from(document), document, 1)


def test_of_a_long_run_questions_are_made_without_going_through_all_of_it() -> None:
    rounds = {"repeat": {"times": 700, "every": "10ms", "do": {"put": {"order_id": "o-{n}"}}}}
    document = document_of(timeline=[rounds])
    lesson = lesson_from(document)
    assert len(lesson.trace.events) > MOST_STEPS
    run = Run(lesson, document)
    questions = generate(lesson, ALL, 1)
    for question in questions[:60]:
        check(question, lesson, run)
    made = Counter(question.made_by for question in questions)
    assert made["cell"] < 130
    assert made["what-if"] == 0  # nobody waits for a second run of this length
    assert lesson.beliefs.believed == ()


def questions_of(document: Document, kind: str) -> Iterator[Question]:
    return of_kind(lesson_from(document), kind, 1)


def test_an_action_of_the_timeline_is_never_the_answer_to_what_comes_next() -> None:
    document = document_of(timeline=[{"put": {"order_id": "o-1"}}, {"split_shard": 1}, {"put": {"order_id": "o-2"}}])
    texts = [option.text for question in questions_of(document, "next") for option in question.options]
    assert texts
    assert not [text for text in texts if text.startswith(("Write item", "Shard"))]


def test_choices_do_not_say_the_same_in_other_words() -> None:
    document = document_of(show_empty_polls=True, timeline=[{"put": {"order_id": "o-1"}}, {"wait": "5s"}])
    seen = False
    for question in questions_of(document, "next"):
        texts = [option.text for option in question.options]
        seen = seen or "No new changes" in texts
        assert not {"No new changes", "Consumer polls, no new changes"} <= set(texts)
    assert seen


def test_records_that_differ_only_in_size_are_not_matched_with_their_images() -> None:
    puts = [{"put": {"order_id": f"o-{number}", "text": "x" * number}} for number in range(1, 5)]
    document = document_of(timeline=puts)
    assert list(questions_of(document, "match")) == []


def test_the_cell_that_the_rows_action_speaks_of_is_not_asked_for() -> None:
    ids = {question.id for question in questions_of(document_of(), "cell")}
    assert ids.isdisjoint({"cell/record_created/2", "cell/consumer_reads/4", "cell/consumer_processes/5"})
    assert not any(each.startswith("cell/") and each.endswith("/6") for each in ids)  # the row about no change


def test_no_question_looks_for_or_counts_an_authors_action_on_a_consumer() -> None:
    first, second = {"put": {"order_id": "o-1"}}, {"put": {"order_id": "o-2"}}
    who = {"consumer": "consumer"}
    document = document_of(timeline=[first, {"crash": who}, second, {"restart": who}])
    ids = {question.id for question in generate(lesson_from(document), ALL, 1)}
    assert "count/read.records" in ids
    assert not any("crash" in each or "restart" in each for each in ids)


def test_no_question_is_about_a_variable_that_is_not_shown() -> None:
    hidden, shown = document_of(), document_of(show={"variables": ["checkpoint"]})
    assert {question.id.split("/")[1] for question in questions_of(hidden, "value")} == {
        "table_data",
        "stream_records",
        "consumer_state",
    }
    assert "checkpoint" in {question.id.split("/")[1] for question in questions_of(shown, "value")}
    for question in questions_of(hidden, "changed"):
        assert "Checkpoint" not in {option.text for option in question.options}


def test_events_at_one_time_are_not_put_in_order() -> None:
    document = document_of(
        stream={"view_type": "KEYS_ONLY", "capture_delay": "0ms", "availability_delay": "0ms"},
        timeline=[{"put": {"order_id": "o-1"}}, {"put": {"order_id": "o-2"}}],
    )
    lesson = lesson_from(document)
    asked = [question for question in generate(lesson, ALL, 1) if question.kind == "order"]
    assert asked
    for question in asked:
        steps = [int(each) for each in question.id.split("/")[1:]]
        assert len({lesson.trace.times[step - 1] for step in steps}) == len(steps)


def test_a_write_whose_record_the_run_does_not_live_to_see_is_not_asked_for() -> None:
    document = document_of(timeline=[{"put": {"order_id": "o-1"}}, {"wait": "10ms"}])
    assert list(questions_of(document, "event-name")) == []


def test_a_write_while_the_stream_is_off_has_no_record_and_the_explanation_says_why() -> None:
    document = document_of(stream={"view_type": "KEYS_ONLY", "enabled": False})
    [question] = questions_of(document, "event-name")
    assert [option.text for option in question.options if option.right] == ["There is no record"]
    assert plain(question.explanation) == "The stream is off at this step, and what is written then is never captured."


@in_each_case(
    "kind, id, explanation",
    [
        ("count", "count/read.records", "Count step 4 and step 10: 2 in all."),
        (
            "count",
            "count/capture.record",
            "Count step 2 and step 8: 2 in all. The run has 3 writes; the others gave no record.",
        ),
        ("cell", "cell/consumer_reads/7", "The record is read by the consumer in step 10, after this step."),
        ("cell", "cell/consumer_reads/11", "The record is read by the consumer in step 10, before this step."),
        (
            "match",
            "match/event_name/1/2",
            'Record 1 is of "Write item to DynamoDB table" in step 1: INSERT. '
            'Record 2 is of "Replace item in DynamoDB table" in step 7: MODIFY.',
        ),
        (
            "event-name",
            "event-name/13",
            "The item o-1 is the same after the write as before it. A write that changes "
            "nothing gives no record (F43).",
        ),
    ],
)
def test_an_explanation_shows_how_to_see_it(kind: str, id: str, explanation: str) -> None:
    puts = [{"put": {"order_id": "o-1", "a": number}} for number in (1, 2, 2)]
    texts = {question.id: plain(question.explanation) for question in questions_of(document_of(timeline=puts), kind)}
    assert texts[id] == explanation


def test_the_explanation_of_a_value_that_stays_says_which_step_it_comes_from() -> None:
    texts = {question.id: plain(question.explanation) for question in questions_of(document_of(), "value")}
    assert texts["value/table_data/4"].startswith('It has said "Item added" since step 1. No item had the key o-1.')
    start = 'It has been "Idle" since the start; no step up to this one changes it. It names what the consumer does'
    assert texts["value/consumer_state/2"].startswith(start)


def test_a_believer_in_differences_expects_only_the_changed_attributes_in_an_image() -> None:
    timeline = [
        {"put": {"order_id": "o-1", "status": "PLACED", "total": 40}},
        {"update": {"key": {"order_id": "o-1"}, "set": {"status": "PAID"}}},
    ]
    [question] = [each for each in questions_of(document_of(timeline=timeline), "image") if each.id == "image/new/2"]
    beliefs = {option.text: option.misconception for option in question.options}
    assert beliefs.pop('order_id: S "o-1", status: S "PAID"') == "F276"
    assert beliefs.pop('order_id: S "o-1", status: S "PAID", total: N 40') is None
    assert set(beliefs.values()) == {None}
    [right] = [option.text for option in question.options if option.right]
    assert right == 'order_id: S "o-1", status: S "PAID", total: N 40'


@pytest.mark.parametrize(("view_type", "named"), [("NEW_IMAGE", {"F278"}), ("NEW_AND_OLD_IMAGES", set())])
def test_a_believer_in_archiving_expects_the_deleted_item_in_new_image_alone(view_type: str, named: set[str]) -> None:
    timeline = [{"put": {"order_id": "o-1", "a": 1}}, {"delete": {"order_id": "o-1"}}]
    document = document_of(timeline=timeline, stream={"view_type": view_type})
    [question] = [each for each in questions_of(document, "image") if each.id == "image/new/2"]
    assert {option.misconception for option in question.options if option.misconception} == named
    assert 'order_id: S "o-1", a: N 1' in [option.text for option in question.options]


def test_mistaking_the_first_step_for_the_last_points_to_no_belief() -> None:
    document = document_of(timeline=[{"batch_write": [{"put": {"order_id": key}} for key in ("o-1", "o-2")]}])
    [question] = [each for each in questions_of(document, "last-step") if each.id == "last-step/capture.record"]
    # Who believes that a batch is one record (F311) has its one capture where the first one is.
    assert {option.misconception for option in question.options} == {None}


def test_of_a_stream_that_begins_off_no_other_view_type_is_supposed() -> None:
    document = document_of(
        stream={"view_type": "NEW_AND_OLD_IMAGES", "enabled": False},
        timeline=[{"enable_stream": {"view_type": "NEW_IMAGE"}}, {"put": {"order_id": "o-1"}}],
    )
    assert [each.id for each in questions_of(document, "what-if") if "view-type" in each.id] == []


def test_an_item_that_is_all_key_stands_once_among_the_choices() -> None:
    document = document_of(timeline=[{"put": {"line": 1, "order_id": "o-1"}}])
    document["table"] = {"name": "Orders", "partition_key": "order_id", "sort_key": {"name": "line", "type": "N"}}
    [question] = [each for each in questions_of(document, "image") if each.id == "image/new/1"]
    assert sorted(option.text for option in question.options) == ["It has no new image", 'line: N 1, order_id: S "o-1"']


def test_each_transaction_is_asked_about_by_itself() -> None:
    first, second = ([{"put": {"order_id": key}} for key in keys] for keys in ("abc", "def"))
    document = document_of(
        timeline=[
            {"transact_write": first, "spread": "5s"},
            {"transact_write": second, "spread": "5s", "after": "0s"},
        ]
    )
    texts = [plain(each.text) for each in questions_of(document, "order") if each.id.startswith("order/transaction")]
    assert sorted(text.partition(" are")[0] for text in texts) == ["Steps 1, 2 and 3", "Steps 4, 5 and 6"]


def test_the_explanation_of_an_image_names_the_images_that_the_view_type_keeps() -> None:
    document = document_of(stream={"view_type": "NEW_IMAGE"}, timeline=[{"put": {"order_id": "o-1", "a": 1}}])
    texts = {each.id: plain(each.explanation) for each in questions_of(document, "image")}
    assert "NEW_IMAGE never keeps the old image. See F86." in texts["image/old/1"]
    assert "NEW_IMAGE keeps the item as it is after the change. See F86." in texts["image/new/1"]


def test_a_belief_that_makes_a_difference_only_with_the_change_stands_behind_a_what_if() -> None:
    lesson = load_lesson("poison-pill")
    found = of_kind(lesson, "what-if", 0)
    [question] = [each for each in found if each.id.startswith("what-if/maximum_retry_attempts")]
    assert "F292" in {option.misconception for option in question.options}


def test_expecting_the_ordinary_next_step_points_to_no_belief() -> None:
    entries = [{"put": {"order_id": key}} for key in ("o-1", "o-2")]
    document = document_of(timeline=[{"batch_write": entries}])
    for question in questions_of(document, "next"):
        # Who believes that a batch is one record (F311) goes on with that record after the first capture; anybody may.
        assert {option.misconception for option in question.options} == {None}


def test_a_believer_in_transactions_as_units_expects_its_records_in_the_requests_order() -> None:
    entries = [{"put": {"order_id": key}} for key in ("o-1", "o-2", "o-3")]
    document = document_of(seed=5, timeline=[{"transact_write": entries, "spread": "2s"}])
    [question] = [each for each in questions_of(document, "order") if each.id == "order/transaction/1"]
    options = {option.text: option.misconception for option in question.options}
    assert options.pop("o-1, o-2, o-3") == "F310"
    assert set(options.values()) == {None}


def test_a_believer_in_time_to_live_as_any_delete_expects_no_identity() -> None:
    document = document_of(timeline=[{"put": {"order_id": "o-1", "expires": EXPIRES}}, {"wait": "1h"}])
    document["table"]["time_to_live"] = {"attribute": "expires", "deletion_delay": "1m"}
    [question] = [each for each in questions_of(document, "image") if each.id == "image/identity/2"]
    assert {option.text: (option.right, option.misconception) for option in question.options} == {
        "It has no userIdentity": (False, "F309"),
        "userIdentity: Service, dynamodb.amazonaws.com": (True, None),
    }


def test_choices_that_differ_by_capitals_alone_are_not_set_beside_each_other() -> None:
    document = document_of(timeline=[{"put": {"order_id": "o-1", "a": "x"}}, {"put": {"order_id": "o-1", "a": "X"}}])
    asked = list(questions_of(document, "image"))
    assert len(asked) > 2
    for question in asked:
        texts = [option.text.casefold() for option in question.options]
        assert len(set(texts)) == len(texts)


def test_an_image_too_long_to_be_read_as_a_choice_is_not_asked_for() -> None:
    document = document_of(timeline=[{"put": {"order_id": "o-1", "a": "long " * 40}}])
    assert list(questions_of(document, "image")) == []
