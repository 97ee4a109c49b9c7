"""The player in lines of text: driven line by line, in a lesson of the library and in small ones."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from loaded_lessons import load_lesson
from rich.cells import cell_len
from three_questions import overview_with_three_questions
from typist import Typist
from varied_lessons import ONE_OF_EACH_KIND

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.terminal.play import run_play
from simulator.terminal.play_commands import COMMANDS
from simulator.views.signs import SIGNS

ALWAYS = ("w", "m", "i", "wire", "s", "l", "k")
"""The commands that say something about the step."""

GATES = "predict: [{step: 4, ask: consumer_reads}, {step: 6, ask: next}]\n"
"""Of a put the fourth step is the read, the sixth and last is idle."""


class Player(Typist):
    """Types at the plain player until the lines end, and keeps what was said after each of them.

    `width` folds the lines as a terminal of so many columns does; without it each thing is one line, as in a pipe.
    """

    def __init__(
        self,
        lesson: Lesson,
        *typed: str | BaseException,
        learner: Learner | None = None,
        width: int = 10_000,
        **begun: object,
    ) -> None:
        super().__init__(*typed, prompts=True)
        self.session = run_play(lesson, replace(self.terminal, width=width), learner or Learner(), **begun)

    @property
    def answers(self) -> list[list[str]]:
        """The lines before the first prompt, and those after each prompt."""
        answers: list[list[str]] = [[]]
        for line in self.said:
            if line == "> ":
                answers.append([])
            else:
                answers[-1].append(line)
        return answers


@pytest.fixture(scope="module")
def overview() -> Lesson:
    return load_lesson("overview")


@pytest.fixture
def gated(lesson) -> Lesson:
    """One put, and two of its steps are asked about."""
    return lesson(more=GATES)


@pytest.fixture(scope="module", params=ONE_OF_EACH_KIND)
def library_lesson(request) -> Lesson:
    return load_lesson(request.param)


# Stepping


def test_the_player_begins_at_the_start_and_says_how_to_go_on(overview):
    first = Player(overview).answers[0]
    assert first[:3] == [
        "Lesson: DynamoDB Streams overview",
        "Type n or only Enter for the next step, ? for all commands, quit to leave.",
        "Step 0 of 6, the start.",
    ]


def test_a_step_is_announced_with_its_number_time_actor_reason_and_changes(overview):
    said = Player(overview, "g 4").answers[1]
    assert said[:5] == [
        "Step 4 of 6, at 1.000 s.",
        "What: Consumer reads stream record.",
        "Who: consumer consumer.",
        "Stage: Consumer reads.",
        "About: record 1 (o-1), in shard 1.",
    ]
    assert said[5].startswith("Why: ")
    assert [line for line in said if line.startswith("Changed: ")] == [
        "Changed: Stream Records, from One record created to One record read.",
        "Changed: Consumer State, from Idle to Reading.",
    ]


def test_n_and_enter_go_on_b_goes_back_and_g_goes_anywhere(overview):
    typed = ("n", "", "b", "g 5", "g0", "go 6")
    firsts = [answer[0] for answer in Player(overview, *typed).answers[1:-1]]
    assert [re.match(r"Step (\d)", first)[1] for first in firsts] == ["1", "2", "1", "5", "0", "6"]


def test_at_either_end_a_line_says_so(overview):
    _, back, _, on, _ = Player(overview, "b", "g 6", "n").answers
    assert back == ["This is the start; there is no step before it."]
    assert on[0].startswith("This is the last step.")


def test_an_unknown_word_gets_one_line_and_changes_nothing(overview):
    player = Player(overview, "n", "mpa", "g 7", "g", "x" * 10_000)
    assert [len(answer) for answer in player.answers[2:5]] == [1, 1, 1]
    assert player.session.step == 1


@pytest.mark.parametrize(
    ("command", "who"),
    [
        ("put: {order_id: o-1}", "an application"),
        ("split_shard: 1", "DynamoDB Streams"),
        ("disable_stream: {}", "an application"),
    ],
)
def test_the_announcement_says_who_acts(lesson, command, who):
    assert f"Who: {who}." in Player(lesson(command), "n").answers[1]


def test_a_crash_belongs_to_no_stage_of_the_flow():
    said = Player(load_lesson("crash-and-checkpoint"), "g 21").answers[1]
    assert said[1:4] == ["What: Worker a crashes.", "Who: consumer billing, worker a.", "Stage: none."]


# Saying


def test_the_map_is_told_in_sentences():
    said = Player(load_lesson("crash-and-checkpoint"), "g 27", "m").text
    assert "Shard 1, open, held by worker b: records 1 and 3 processed by a and checkpointed; record 4" in said


def test_w_shows_the_record_attribute_by_attribute():
    lesson = load_lesson("three-changes")
    modify = next(number for number, event in enumerate(lesson.trace.events, 1) if event.value == "write.modify")
    said = Player(lesson, f"g {modify + 1}", "w").answers[2]
    changed = [line for line in said if line.endswith(" (changed)")]
    assert [line.partition(", status: ")[0] for line in changed if ", status: " in line] == [
        "Record 2, old image",
        "Record 2, new image",
    ]


def test_w_shows_the_item_of_a_write_before_and_after(lesson):
    key = "{order_id: o-1}"
    made = lesson(
        "put: {order_id: o-1, status: PLACED, note: n}",
        f"update: {{key: {key}, set: {{status: PAID, total: 5}}, remove: [note]}}",
        f"delete: {key}",
        f"delete: {key}",
    )
    put, update, delete, again = sorted(made.trace.writes)

    def said(step: int) -> list[str]:
        return [line for line in Player(made, f"g {step}", "w").answers[2] if line.startswith("Item ")]

    assert said(put) == [
        "Item o-1: not in the table before this write.",
        'Item o-1, order_id: S "o-1"',
        'Item o-1, status: S "PLACED"',
        'Item o-1, note: S "n"',
    ]
    assert said(update) == [
        'Item o-1, order_id: S "o-1"',
        'Item o-1, status: S "PAID" (before: S "PLACED")',
        'Item o-1, note: removed (before: S "n")',
        "Item o-1, total: N 5 (before: not there)",
    ]
    assert said(delete)[0] == "Item o-1: not in the table any more."
    assert said(again) == ["Item o-1: not in the table, before or after."]


def test_the_wire_has_a_line_for_each_value_and_says_what_changed(lesson):
    said = Player(load_lesson("three-changes"), "n", "wire").answers[2]
    assert said[0] == "Call: application to DynamoDB, PutItem."
    assert 'request.TableName: "Orders"' in said
    two = lesson("put: {order_id: o-1}", "put: {order_id: o-2}")
    again = Player(two, f"g {max(two.trace.writes)}", "wire").answers[2]
    assert 'request.Item.order_id.S: "o-2" (changed since the last call of this kind)' in again


def test_the_status_says_now_and_before(overview):
    said = Player(overview, "g 4", "s").answers[2]
    assert said == [
        "DynamoDB Table Data: Item added.",
        "Stream Records: One record read, changed in this step, before it One record created.",
        "Consumer State: Reading, changed in this step, before it Idle.",
    ]


def test_a_fact_is_told_by_its_number(overview):
    _, known, unknown, _ = Player(overview, "fact f2", "fact F9999").answers
    assert known[0].startswith("F2: Capture is asynchronous")
    assert unknown == ['"F9999" is not a fact; a fact has a number, as in fact F44.']


def test_k_shows_only_the_key_moments_that_the_learner_has_come_to(overview):
    _, early, _, late, _ = Player(overview, "k", "g 6", "k").answers
    assert early == ["No key moment is reached yet; 3 to come."]
    assert sum(line.startswith("Key moment") for line in late) == 3


def test_a_lesson_without_texts_and_questions_says_so(lesson):
    _, moments, text, quiz, _ = Player(lesson(), "k", "t", "q").answers
    assert moments == ["This lesson has no key moments."]
    assert text == ["This lesson has no text to read."]
    assert quiz == ["A lesson has no questions."]


def test_nothing_of_a_step_not_reached_is_said(overview):
    for step in range(6):
        for command in ("w", "m", "i", "wire", "s", "l", "k"):
            said = "\n".join(Player(overview, f"g {step}", command).answers[2])
            told = [*re.findall(r"^Step (\d+)", said, re.MULTILINE), *re.findall(r", step (\d+):", said)]
            assert all(int(number) <= step for number in told)


# Predict mode


def test_predict_mode_asks_before_a_step_is_told(gated):
    player = Player(gated, "p", "g 6", "1!", "n", "n")
    _, on, asked, revealed, five, six = player.answers[:6]
    assert on == [
        "Predict mode is on: from here on 2 steps will ask you before they are shown; the next one is step 4. "
        "n goes on, p ends predict mode."
    ]
    assert asked[0] == "Step 3 of 6, at 0.100 s."
    assert any(line.startswith('Step 4? The next step is "Consumer reads stream record".') for line in asked)
    assert revealed[:2] == ["You said: Yes (sure)", "It is:    Yes"]
    assert "Step 4 of 6, at 1.000 s." in revealed
    assert five[0] == "Step 5 of 6, at 1.100 s."
    assert any(line.startswith("Step 6? ") for line in six)
    assert "Step 6 of 6" not in "\n".join(six)


def test_predict_mode_begins_with_the_settings_that_a_prediction_needs(lesson):
    made = lesson(more=f"consumers: [{{limit: 1, starts: 2s}}]\n{GATES}")
    assert Player(made, "p").answers[1][1:] == ["Settings of consumer: starts = 2.000 s; limit = 1."]


def test_at_a_gate_the_commands_go_on_working_and_the_gate_stays_shut(gated):
    player = Player(gated, "p", "g 6", "m", "n", "b", "g 5", "9", "?")
    _, _, _, where, again, back, forward, wrong, _, _ = player.answers
    assert where[0] == "After step 3 of 6, at 0.100 s."
    assert again[0].startswith("Step 4? ")
    assert back[0] == "Step 2 of 6, at 0.050 s."
    assert any(line.startswith("Step 4? ") for line in forward)
    assert wrong == ['"9" is not a number from 0 to 2.']
    assert player.session.step == 3


def test_leaving_predict_mode_opens_the_gates(gated):
    player = Player(gated, "p", "g 6", "p", "g 6")
    assert player.answers[3] == ["Predict mode is off."]
    assert player.session.step == 6


def test_the_predictions_are_reported_at_the_end_and_kept(gated, progress):
    player = Player(gated, "p", "g 6", "1", "g 6", "0?", "b", "n", learner=Learner(progress))
    assert "You predicted 1 of 2 right." in player.answers[5]
    assert player.text.count("You predicted") == 1
    (kept,) = progress.lessons().values()
    assert (kept.predicted_right, kept.predicted, kept.step) == (1, 2, 6)


def test_predict_mode_at_the_end_says_that_nothing_is_asked(gated):
    assert Player(gated, "g 6", "p").answers[2][0].startswith("Predict mode is on, but no step from here on asks you.")


def test_after_a_wrong_prediction_x_tells_what_it_expects_and_nothing_that_is_still_asked():
    player = Player(load_lesson("split-shard"), "g 19", "p", "n", "1", "x", "n", "x")
    _, _, _, _, revealed, expected, _, what_if = player.answers[:8]
    assert "Type x to see what this belief expects." in revealed
    said = (
        'Somebody who believes this expects the second run: "Child shards can be read in parallel with their parent."'
    )
    assert expected[0] == said
    assert "The runs part at step 20; the 19 steps before it are the same." in expected
    assert "As a believer sees it, step 20, 4.000 s: Consumer reads stream record (shard 2)." in expected
    assert [line for line in expected if "END" in line or "the service does it, step 21" in line] == []
    assert what_if[0].startswith("Predict mode hides steps to come")


# The quiz


def test_after_the_quiz_x_tells_what_its_last_wrong_answer_expects_until_a_move():
    lesson = load_lesson("split-shard")
    player = Player(lesson, "g 25", "q", "B", "q", "x", "b", "x", "q")
    assert "At the END of both runs:" in player.answers[5]
    assert player.answers[7][0].startswith("1: ")  # the settings of a what-if


def test_the_quiz_comes_back_to_the_step_and_goes_on_where_it_was_left(progress):
    lesson = overview_with_three_questions()
    player = Player(lesson, "g 3", "q", "b", "q", "n", "q", "A", "C", "n", learner=Learner(progress))
    assert "After the quiz you are at step 3 of 6 again." in player.text
    assert player.text.count("Question 2 of 3") == 2
    assert "Score: 3 of 3." in player.said
    assert player.session.step == 5
    assert [(question, right) for _, question, _, right, _ in progress.answers()] == [
        (question.id, True) for question in lesson.questions
    ]


def test_in_the_quiz_t_shows_the_steps_so_far_and_no_more(overview):
    tables = Player(overview, "g 2", "q", "t").answers[3]
    assert [line for line in tables if line.startswith("Step ")][-1].startswith("Step 2, 0.050 s: ")
    assert "Consumer State: Idle." in tables


# Progress, modes and endings


def test_the_step_is_kept_as_in_the_player(overview, progress):
    Player(overview, "n", "n", "n", "b", "quit", learner=Learner(progress))
    kept = progress.lessons()["overview"]
    assert (kept.step, kept.furthest, kept.last) == (2, 3, 6)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("step", "Step 0 of 6, the start."),
        ("read", "Summary:"),
        ("predict", "Predict mode is on: from here on"),
        ("quiz", "Question 1 of 6: "),
    ],
)
def test_the_player_begins_in_each_mode(overview, mode, said):
    assert any(line.startswith(said) for line in Player(overview, mode=mode).answers[0])


def test_the_sample_is_told_at_the_start_but_not_in_predict_mode_for_it_tells_what_comes(overview):
    def has_sample(mode: str) -> bool:
        return any(line.startswith("In this lesson, 5: ") for line in Player(overview, mode=mode).answers[0])

    assert has_sample("step")
    assert not has_sample("predict")


def test_who_begins_in_predict_mode_is_not_told_what_the_next_step_is_asked_about(lesson):
    made = lesson(more="predict: [2]\nnotes: [{step: 1, text: A note.}]\n")
    told, held_back = ("\n".join(Player(made, step=1, mode=mode).answers[0]) for mode in ("step", "predict"))
    assert "INSERT" in told
    assert "A note." in told
    assert "INSERT" not in held_back
    assert "A note." not in held_back, "it may tell what the next step is"


def test_a_key_moment_that_was_held_back_is_announced_after_the_prediction(lesson):
    made = lesson(more="predict: [2]\nkey_moments: [{step: 1, question: Is it captured?, answer: It is.}]\n")
    at_the_gate, _, after_it, *_ = Player(made, "n", "0", step=1, mode="predict").answers
    assert "Key moment" not in "\n".join(at_the_gate)
    assert "Key moment: Is it captured?" in "\n".join(after_it)


def test_the_player_begins_at_a_step(overview):
    assert "Step 4 of 6, at 1.000 s." in Player(overview, step=4).answers[0]


@pytest.mark.parametrize("ending", [EOFError(), KeyboardInterrupt()], ids=["end of the input", "Ctrl+C"])
@pytest.mark.parametrize("before", [(), ("n",), ("p", "n", "n"), ("q",), ("q", "h")], ids=" ".join)
def test_at_each_prompt_the_input_can_end(overview, before, ending):
    player = Player(overview, *before, ending)
    assert re.fullmatch(r"You leave overview at step \d of 6\.", player.said[-1])
    assert player.said.count("Stopped.") + player.said.count("The input ended here.") == 1


def test_quit_leaves_and_says_where(overview):
    player = Player(overview, "n", "quit", "n")
    assert player.said[-2:] == ["> ", "You leave overview at step 1 of 6."]


# Every lesson of the library


def test_a_whole_lesson_is_played_without_a_sign_that_stands_for_a_word(library_lesson):
    last = len(library_lesson.trace.events)
    player = Player(library_lesson, *[each for _ in range(last) for each in ("n", *ALWAYS)], "t", "?")
    assert player.session.step == last
    signs = {each.sign for each in SIGNS} - {">", "*"} | {"·", "→", "─", "│"}
    for line in player.said:
        assert not signs & set(line)
        assert line.isprintable()
        assert line == line.rstrip() or line == "> "


def test_the_lines_are_folded_to_the_width_of_the_terminal(library_lesson):
    last = len(library_lesson.trace.events)
    player = Player(
        library_lesson, *[each for _ in range(last) for each in ("n", "w", "m", "i", "s", "l", "k")], "?", width=80
    )
    assert max(map(cell_len, player.said)) <= 80


def test_each_thing_about_a_step_is_one_line_that_begins_with_its_label(library_lesson):
    last = len(library_lesson.trace.events)
    labels = r"(What|Who|Stage|About|Why|Note|Changed|Key moment): \S|This is the last step\."
    for number, (first, *more) in enumerate(Player(library_lesson, *["n"] * last).answers[1:-1], 1):
        assert first.startswith(f"Step {number} of {last}, at ")
        assert [line for line in more if not re.match(labels, line)] == []


def test_no_control_character_of_a_file_reaches_the_terminal(lesson):
    nasty = lesson(
        r'put: {order_id: "o\e[31m1\n\u202e", "n\e]0;x\a": "v\0\x9b", s: !!set {"\e"}, m: {"k\e": ["\r"]}}',
        r'update: {key: {order_id: "o\e[31m1\n\u202e"}, set: {x: 1}}',
        r'{put: {order_id: "o\e[31m1\n\u202e"}, condition: {attribute_not_exists: order_id}}',
    )
    last = len(nasty.trace.events)
    player = Player(nasty, *[each for _ in range(last) for each in ("n", *ALWAYS)])
    assert player.session.step == last
    assert all(line.isprintable() for line in player.said)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_typed_no_step_is_told_before_it_is_predicted(gated, seed):
    commands = [command.key for command in COMMANDS[:-1] if command.word not in ("predict", "text")]
    typed = random.Random(seed).choices([*commands, "g 0", "g 3", "g 6", "n", "1", "2?", "0", "9", "\x00"], k=60)
    newest = 3
    for answer in Player(gated, "p", *typed).answers:
        found = (re.match(r"Step (\d)(?: of 6, at|, \d)", line) for line in answer)
        told = max((int(each[1]) for each in found if each), default=0)
        if told > newest and told in (4, 6):
            assert answer[0].startswith("You said: ")
        assert not (newest == 3 and told > 4)
        newest = max(newest, told)


def test_every_command_of_the_table_does_something(overview):
    for command in COMMANDS:
        player = Player(overview, "n", f"{command.key} {command.argument and '1'}".strip())
        assert "is not a command" not in player.text
        assert len(player.answers[2]) > 0


def test_a_note_of_the_author_s_is_said_after_the_reason(lesson):
    made = lesson(more="notes: [{step: 2, text: 'Nobody waits for it, see [this](step:4).'}]\n")
    _, step, other, _ = Player(made, "g 2", "n").answers
    reason = next(index for index, line in enumerate(step) if line.startswith("Why: "))
    assert step.index("Note: Nobody waits for it, see this.") > reason
    assert not any(line.startswith("Note: ") for line in other)
