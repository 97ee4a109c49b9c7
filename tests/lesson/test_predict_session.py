"""Predict mode as a value: gates on the way, the choice and how sure it is, the reveal, the report."""

from __future__ import annotations

import pytest
from loaded_lessons import load_lesson

from simulator.lesson.predict.session import PredictSession
from simulator.lesson.words.references import plain, references


@pytest.fixture(scope="module")
def session():
    """The session of the overview, which asks about steps 2, 4, 5 and 6."""
    return PredictSession.start(load_lesson("overview"))


@pytest.fixture(scope="module")
def gate(session):
    return session.waiting[0]


def test_it_begins_with_every_gate_waiting_in_the_order_of_the_run(session):
    assert [each.step for each in session.waiting] == [2, 4, 5, 6]
    assert (session.gate, session.score, session.predictions) == (None, 0, ())


def test_an_author_may_name_the_steps_in_any_order(lesson):
    made = PredictSession.start(lesson(more="predict: [5, 3]\n"))
    assert [each.step for each in made.waiting] == [3, 5]


@pytest.mark.parametrize(("step", "wanted", "found"), [(0, 1, None), (0, 2, 2), (2, 3, None), (2, 6, 4), (6, 6, None)])
def test_the_first_gate_on_the_way_forward_stops_the_learner(session, step, wanted, found):
    gate = session.gate_between(step, wanted)
    assert (gate and gate.step) == found


def test_a_gate_that_was_predicted_lets_through(session, gate):
    assert session.ask(gate).give_up().gate_between(0, 3) is None


def test_a_choice_reveals_nothing_until_the_learner_says_how_sure_it_is(session, gate):
    asking = session.ask(gate)
    picked = asking.pick(0)
    assert (picked.picked, picked.open_gate, picked.revealed) == (0, gate, None)
    assert asking.commit(True) is asking


@pytest.mark.parametrize("is_sure", [True, False])
def test_a_prediction_is_kept_with_how_sure_it_was(session, gate, is_sure):
    [prediction] = session.ask(gate).pick(0).commit(is_sure).predictions
    assert (prediction.gate, prediction.chosen, prediction.is_sure) == (gate, (0,), is_sure)


def test_after_a_prediction_the_step_is_revealed(session, gate):
    after = session.ask(gate).pick(gate.question.right[0]).commit(True)
    assert after.revealed is after.predictions[0]
    assert after.revealed.is_right
    assert after.open_gate is None
    assert after.score == 1


def test_not_to_know_is_never_right_and_never_sure(session, gate):
    [prediction] = session.ask(gate).give_up().predictions
    assert (prediction.chosen, prediction.is_sure, prediction.is_right) == ((), False, False)


def test_the_first_prediction_counts(session, gate):
    after = session.ask(gate).pick(0).commit(True)
    assert after.pick(1) is after
    assert after.commit(True) is after
    assert after.give_up() is after


@pytest.mark.parametrize("option", [-1, 4])
def test_an_option_that_does_not_exist_cannot_be_picked(session, gate, option):
    asking = session.ask(gate)
    assert asking.pick(option) is asking


def test_where_nothing_is_asked_nothing_can_be_predicted(session):
    assert session.pick(0) is session
    assert session.give_up() is session


def test_a_choice_stays_where_the_same_gate_is_asked_again_and_goes_with_another(session, gate):
    picked = session.ask(gate).pick(1)
    assert picked.ask(gate) is picked
    assert picked.ask(session.waiting[1]).picked is None
    assert picked.rest().picked is None


def test_the_next_gate_hides_the_reveal_of_the_one_before(session, gate):
    after = session.ask(gate).give_up()
    assert after.ask(after.waiting[0]).revealed is None
    assert after.rest().revealed is None


def test_a_report_is_due_again_only_after_another_prediction(session, gate):
    assert not session.has_unreported
    after = session.ask(gate).give_up()
    assert after.has_unreported
    reported = after.with_report()
    assert not reported.has_unreported
    assert reported.ask(reported.waiting[0]).give_up().has_unreported


def test_a_belief_that_only_a_later_step_refutes_is_announced_without_a_link(lesson):
    puts = ("put: {order_id: o-1}", "put: {order_id: o-1}", "put: {order_id: o-2}")
    session = PredictSession.start(lesson(*puts, more="predict: [8]\n"))
    question = session.waiting[0].question
    believer = next(index for index, option in enumerate(question.options) if option.misconception == "F270")
    [(_, why)] = session.lesson.beliefs.whys(question, (believer,), seen=3)
    assert "You will see it in step 7 (F270)." in plain(why)
    assert [each.scheme for each in references(why)] == ["fact"]
    [(_, why)] = session.lesson.beliefs.whys(question, (believer,), seen=8)
    assert "Look at step 7 (F270)." in plain(why)


def test_a_choice_can_be_taken_back_until_it_is_said_how_sure_it_is(session, gate):
    asking = session.ask(gate)
    assert asking.pick(0).undo() == asking
    assert asking.undo() is asking
    revealed = asking.pick(0).commit(True)
    assert revealed.undo() is revealed
