"""Generated questions about deliveries, effects, a function's own writes, and the end of a loop."""

import json

import pytest

from simulator.lesson.generated.generate import of_kind
from simulator.lesson.lesson import lesson_of
from simulator.lesson.words.references import plain
from simulator.lesson_tests.answers_hold import misgraded
from simulator.scenario.loader import scenario_from_text

SEEN = {"update": {"key": {"order_id": "{order_id}"}, "set": {"seen": True}}}
COUNT = {"update": {"key": {"order_id": "{order_id}"}, "add": {"seen": 1}}}
ONCE = {"put": {"order_id": "{order_id}", "seen": True}, "condition": {"attribute_not_exists": "seen"}}

PUT = {"put": {"order_id": "o-1", "status": "PLACED"}}


KINDS = "deliveries", "effects", "own-write", "loop-end"


def questions(function, timeline=(PUT,), **mapping):
    """The generated questions of these kinds of a lesson with one mapping, by their ids."""
    document = {
        "title": "A lesson",
        "table": {"name": "Orders", "partition_key": "order_id"},
        "stream": {"view_type": "NEW_AND_OLD_IMAGES"},
        "consumers": [{"name": "mailer", "type": "lambda", "function": function, **mapping}],
        "timeline": list(timeline),
    }
    lesson = lesson_of(scenario_from_text(json.dumps(document)))
    made = [question for kind in KINDS for question in of_kind(lesson, kind, 1)]
    assert list(misgraded(made, lesson.trace)) == []
    return {question.id: question for question in made}


def right(question):
    return [question.options[index].text for index in question.right]


def named(question):
    """The misconceptions behind the wrong choices, by the choices' texts."""
    return {option.text: option.misconception for option in question.options if option.misconception}


@pytest.fixture(scope="module")
def repeated():
    """A batch of three fails twice at its second record, after the first one's e-mail is sent."""
    puts = [{"put": {"order_id": f"o-{number}"}} for number in (1, 2, 3)]
    failing = {"dynamodb": {"Keys": {"order_id": {"S": ["o-2"]}}}}
    return questions({"effect": "mail sent", "fails_on": failing, "failures": 2}, [{"batch_write": puts}])


def test_a_retry_hands_the_whole_batch_over_again(repeated):
    assert [right(repeated[f"deliveries/1/{record}"]) for record in (1, 2, 3)] == [["3"], ["3"], ["3"]]
    assert named(repeated["deliveries/1/1"]) == {"1": "F205"}
    assert plain(repeated["deliveries/1/1"].explanation).endswith(
        "3 in all. 2 of them failed: failed or not, the record was handed over."
    )


def test_the_effect_happens_as_often_as_an_invocation_comes_to_the_record(repeated):
    assert [right(repeated[f"effects/1/{record}"]) for record in (1, 2, 3)] == [["3"], ["1"], ["1"]]
    assert named(repeated["effects/1/1"]) == {"1": "F205"}
    assert "3" in [option.text for option in repeated["effects/1/2"].options]  # as if each invocation came to it


def test_the_effects_of_a_run_are_counted_record_by_record(repeated):
    question = repeated["effects/1/all"]
    assert right(question) == ["5"]
    assert named(question) == {"3": "F205"}
    assert 'How many times does "mail sent" happen in this run' in plain(question.text)


def test_an_idempotent_function_has_its_effect_once_whatever_is_repeated():
    puts = [{"put": {"order_id": f"o-{number}"}} for number in (1, 2)]
    failing = {"dynamodb": {"Keys": {"order_id": {"S": ["o-2"]}}}}
    function = {"effect": "mail sent", "idempotent": True, "fails_on": failing, "failures": 1}
    made = questions(function, [{"batch_write": puts}])
    assert right(made["effects/1/1"]) == ["1"]
    assert "2" in [option.text for option in made["effects/1/1"].options]


def test_a_lesson_in_which_everybody_gets_each_record_once_asks_for_no_deliveries():
    made = questions({"duration": "1ms"})
    assert made == {}


def test_a_functions_own_write_has_a_record_if_it_changes_something():
    made = questions({"writes": [SEEN]})
    writes = [made[id_] for id_ in sorted(made, key=len) if id_.startswith("own-write")]
    by_answer = {right(each)[0]: each for each in writes}
    assert by_answer.keys() == {"Record 2", "None"}
    assert {option.text for option in by_answer["Record 2"].options} == {"None", "Record 1", "Record 2"}
    assert "F231" in plain(by_answer["Record 2"].explanation)
    assert "F44" in plain(by_answer["None"].explanation)


STOPPED = "Lambda, which stops a function that goes on invoking itself"
CUT = "Only the end of the run"


@pytest.mark.parametrize(
    ("function", "mapping", "reason", "believed"),
    [
        ({"writes": [SEEN]}, {}, "A write of the function that changes nothing", {CUT: "F270"}),
        ({"writes": [ONCE]}, {}, "A condition, which refuses a write of the function", {CUT: "F275"}),
        (
            {"writes": [COUNT]},
            {"filter_criteria": [{"eventName": ["INSERT"]}]},
            "The filter, which drops the record of its own write",
            {},
        ),
        (
            {"writes": [COUNT], "when": {"eventName": ["INSERT"]}},
            {},
            "The function, which writes nothing for the record of its own write",
            {},
        ),
        ({"writes": [COUNT]}, {}, CUT, {STOPPED: "F316"}),
    ],
)
def test_the_end_of_a_loop_is_asked_for(function, mapping, reason, believed):
    question = questions(function, [PUT, {"wait": "20s"}], **mapping)["loop-end"]
    assert right(question) == [reason]
    assert STOPPED in [option.text for option in question.options]
    assert named(question) == believed


def test_no_end_is_asked_for_where_the_timeline_stops_the_consumer():
    stop = {"stop": {"consumer": "mailer"}, "after": "2s"}
    assert "loop-end" not in questions({"writes": [COUNT]}, [PUT, stop, {"wait": "5s"}])
