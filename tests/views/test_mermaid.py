"""The sequence diagram of a run: its arrows, and names that Mermaid cannot misread."""

from __future__ import annotations

import re

from cases import in_each_case
from loaded_lessons import in_each, load_lesson
from varied_lessons import SHOWING_EVERY_EVENT

from simulator.lesson.lesson import lesson_of
from simulator.scenario.loader import scenario_from_text
from simulator.views.mermaid import MOST_CHARACTERS, lesson_mermaid, mermaid_text

LINE = re.compile(
    r"sequenceDiagram|title .+|(actor|participant) \w+ as .+|\w+(->>|-->>|--x|-\))\w+: .+|Note over \w+(,\w+)?: .+"
)
"""Every form of a line."""

TEXT = re.compile(r"([\w ,./()'=·-]|#[0-9]+;)+")
"""A text without anything that Mermaid has a meaning for."""


def test_the_overview_from_the_write_to_idle():
    assert list(lesson_mermaid(load_lesson("overview"))) == [
        "sequenceDiagram",
        "title DynamoDB Streams overview",
        "actor A as Application",
        "participant T as Table Orders",
        "participant S1 as Shard 1",
        "participant C1 as consumer",
        "A->>T: 1. 0.000 s Write item to DynamoDB table, o-1",
        "T->>S1: 2. 0.050 s DynamoDB Streams captures change, o-1 · r1",
        "Note over S1: 3. 0.100 s Stream record available, o-1 · r1",
        "C1->>S1: GetRecords",
        "S1-->>C1: 4. 1.000 s Consumer reads stream record, o-1 · r1",
        "Note over C1: 5. 1.100 s Consumer processes the change, o-1 · r1",
        "Note over C1: 6. 2.000 s No new changes",
    ]


def test_a_batch_that_fails_goes_back_to_its_shard_and_at_last_to_the_destination():
    lines = list(lesson_mermaid(load_lesson("poison-pill")))
    assert "participant D1 as SQS of ledger, for what is given up" in lines
    assert any(line.startswith("C1--xS1: 12. ") for line in lines)
    assert any(line.startswith("C1-)D1: 29. ") for line in lines)


def test_each_kcl_worker_takes_part_and_what_all_do_is_noted_over_all():
    lines = list(lesson_mermaid(load_lesson("crash-and-checkpoint")))
    assert "participant C1W2 as billing, worker b" in lines
    assert "Note over C1W1,C1W2: 30. 14.000 s No new changes" in lines


def test_time_to_live_deletes_without_an_application():
    text = (
        "title: A test\ntable: {name: Orders, partition_key: order_id, time_to_live: until}\n"
        "stream: {view_type: KEYS_ONLY}\n"
        "timeline: [put: {order_id: o-1, until: !in 10s}, wait: 49h]\n"
    )
    lines = list(lesson_mermaid(lesson_of(scenario_from_text(text, "lesson.yaml"))))
    assert [line.partition(":")[0] for line in lines if "->>T" in line] == ["A->>T", "T->>T"]


@in_each(SHOWING_EVERY_EVENT)
def test_every_line_of_a_lesson_has_a_form_of_the_language(lesson):
    for line in lesson_mermaid(lesson):
        assert LINE.fullmatch(line), line


def test_names_from_a_file_cannot_break_the_diagram(nasty):
    lines = list(lesson_mermaid(nasty))
    for line in lines:
        assert LINE.fullmatch(line), line
    texts = [re.split(r"^title |^participant \w+ as |: ", line, maxsplit=1)[-1] for line in lines[1:]]
    assert all(TEXT.fullmatch(text) for text in texts if not text.startswith("actor"))


@in_each_case(
    "text, written",
    [
        ("a;b#c", "a#59;b#35;c"),
        ("<br/>", "#60;br/#62;"),
        ("%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"),
        ("$$x$$", "#36;#36;x#36;#36;"),
        ("概要 é", "概要 é"),
        ("a\nb", "a#92;nb"),
    ],
)
def test_what_mermaid_has_a_meaning_for_is_an_entity(text, written):
    assert mermaid_text(text) == written


def test_a_run_too_long_for_mermaid_ends_with_the_number_of_steps_that_are_left_out(lesson):
    long = lesson("repeat: {times: 1000, every: 10ms, do: {put: {order_id: 'o-{n}'}}}")
    lines = list(lesson_mermaid(long))
    assert sum(len(line) + 1 for line in lines) <= MOST_CHARACTERS
    shown = max(int(found[1]) for line in lines if (found := re.search(r": (\d+)\. ", line)))
    left = re.fullmatch(r"Note over T: (\d+) more steps are left out, .*", lines[-1])
    assert left is not None
    assert shown + int(left[1]) == len(long.trace.events)
