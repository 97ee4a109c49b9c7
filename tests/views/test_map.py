"""The map: as text, as SVG, in sentences. Its pictures of the lessons' turning points are kept beside this test."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from loaded_lessons import load_lesson
from varied_lessons import every_step

from simulator.scenario.events import EVENTS_BY_NAME
from simulator.scenario.files.library import lesson_names
from simulator.views.drawing import drawn_as_text
from simulator.views.map.fitted import fitted_map
from simulator.views.map.meanings import MEANINGS
from simulator.views.map.sentences import map_sentences
from simulator.views.map.svg import map_svg
from simulator.views.map.text import map_text
from simulator.views.scene.scene import scene
from simulator.views.scene.values import Scene
from simulator.views.signs import SIGNS
from simulator.views.width import cells

TURNING_POINTS = {
    "a-trigger-is-a-poller": ("read.records", 2),
    "an-outbox": ("process.failed", 1),
    "batches-and-windows": ("read.records", 2),
    "blocked-shard": ("process.failed", 7),
    "changing-a-mapping": ("read.records", 4),
    "charged-twice": ("process.failed", 2),
    "children-first": ("process.succeeded", 1),
    "conditions-and-updates": ("write.rejected", 1),
    "crash-and-checkpoint": ("process.duplicate", 1),
    "done-before-the-error": ("process.duplicate", 1),
    "empty-pages": ("read.shard_end", 1),
    "endless-checks": ("read.records", 2),
    "falling-behind": ("read.records", 4),
    "filters-and-traps": ("process.filtered", 1),
    "forgotten-checkpoint": ("read.shard_end", 2),
    "given-up-in-silence": ("process.discarded", 1),
    "leases": ("read.lease_taken", 1),
    "lost-weekend": ("available.trimmed", 4),
    "off-and-on": ("capture.record", 2),
    "overview": ("read.records", 1),
    "per-item-order": ("process.succeeded", 4),
    "poison-pill": ("process.failed", 8),
    "report-the-failure": ("process.partial", 1),
    "retries-and-limits": ("process.bisected", 2),
    "roll-over": ("read.records", 5),
    "silent-filter": ("process.filtered", 1),
    "silent-writes": ("write.unchanged", 1),
    "slow-meters": ("process.succeeded", 2),
    "split-shard": ("read.records", 2),
    "streams-or-kinesis": ("available.trimmed", 2),
    "the-loop": ("write.modify", 2),
    "three-changes": ("write.remove", 1),
    "throttled-readers": ("read.throttled", 1),
    "time-to-live": ("read.records", 1),
    "too-late": ("available.trimmed", 3),
    "transactions-and-batches": ("read.records", 2),
    "tumbling-windows": ("process.window_closed", 2),
    "two-consumers": ("read.records", 2),
    "view-types": ("write.remove", 1),
    "where-failures-go": ("process.discarded", 1),
    "where-to-start": ("read.started", 1),
}
"""For each lesson an event, and which of its steps."""

WORDS = {each.word for each in MEANINGS}
"""The short words that the legend explains."""

LONG = """\
title: A long shard
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
consumers: [{name: first, limit: 10}, {name: second, starts: 8s, limit: 10}]
timeline:
  - repeat: {times: 300, every: 20ms, do: {put: {order_id: "o-{n}"}}}
  - wait: 9s
"""


@pytest.fixture(autouse=True)
def snapshots_beside_this_test(snapshot):
    snapshot.snapshot_dir = Path(__file__).parent / "snapshots"


def of(name: str) -> Scene:
    """A lesson's turning point."""
    trace = load_lesson(name).trace
    event, nth = TURNING_POINTS[name]
    return scene(trace, trace.steps_of(EVENTS_BY_NAME[event])[nth - 1])


@pytest.fixture
def long_scene(lesson) -> Scene:
    from simulator.lesson.lesson import lesson_of
    from simulator.scenario.loader import scenario_from_text

    trace = lesson_of(scenario_from_text(LONG)).trace
    return scene(trace, len(trace.events))


def test_every_lesson_has_a_turning_point():
    assert set(TURNING_POINTS) == set(lesson_names())


@pytest.mark.parametrize("name", TURNING_POINTS)
def test_the_map_of_a_turning_point(snapshot, name):
    told = [*map_text(of(name), 80, name), "", *map_sentences(of(name))]
    snapshot.assert_match("".join(f"{line}\n" for line in told), f"{name}-map.txt")


def test_no_line_of_a_map_is_wider_than_it_may_be(nasty, long_scene):
    trace = nasty.trace
    for width in (60, 80, 120):
        for now in [*(scene(trace, step) for step in range(len(trace.events) + 1)), long_scene]:
            assert max(map(cells, map_text(now, width, nasty.title, nasty.title))) <= width


def test_no_control_character_of_a_file_reaches_the_screen(nasty):
    now = scene(nasty.trace, len(nasty.trace.events))
    for line in [*map_text(now, 80, nasty.title), *map_sentences(now)]:
        assert line.isprintable()


def test_no_sign_stands_in_a_map_without_its_word_in_the_legend():
    by_sign = {each.sign: [other.word for other in SIGNS if other.sign == each.sign] for each in SIGNS}
    for name, trace, step in every_step():
        text = "\n".join(map_text(scene(trace, step), 100))
        for sign in by_sign.keys() & set("◦▹✓↻⊘∅⊝⚑"):
            if sign in text:
                assert any(f"{sign} {word}" in " ".join(text.split()) for word in by_sign[sign]), (name, step)


def test_the_legend_explains_the_short_words_of_a_map_and_no_others():
    told = [line for line in map_text(of("crash-and-checkpoint"), 80) if line.split(":")[0] in WORDS]
    assert "iterator age: the time from a record's capture to the end of the work on it" in told
    assert [line.split(":")[0] for line in told] == [
        "position",
        "next read",
        "checkpoint",
        "has it",
        "batch",
        "iterator age",
        "TRIM_HORIZON",
    ]
    assert not [line for line in map_text(scene(load_lesson("overview").trace, 1), 80) if "iterator age" in line]


def test_each_short_word_that_is_explained_stands_on_some_map():
    trace = load_lesson("forgotten-checkpoint").trace
    scenes = [*map(of, TURNING_POINTS), scene(trace, len(trace.events))]
    assert {line.split(":")[0] for now in scenes for line in map_text(now, 80)} >= WORDS


def test_no_sign_stands_in_a_sentence():
    signs = {each.sign for each in SIGNS} - {">", "*"}
    for name, trace, step in every_step():
        for sentence in map_sentences(scene(trace, step)):
            assert not signs & set(sentence), (name, step)


def test_a_sentence_about_each_shard_and_each_consumer_of_it(long_scene):
    told = list(map_sentences(long_scene))
    shard = [each for each in told if each.startswith("Shard 1")]
    assert len(shard) == len(long_scene.consumers) == 2
    assert re.search(r"\d+ older records are left out; .* \d+ newer records are left out", shard[1])


def test_the_sentences_of_the_crash_lesson():
    told = list(map_sentences(of("crash-and-checkpoint")))
    assert (
        "Shard 1, open, held by worker b: records 1 and 3 processed by a and checkpointed; record 4 processed by a, "
        "handed to b again; record 5 read, in work. The next read begins after record 5. The iterator age was 13.050 s "
        "when work ended last, on record 4."
    ) in told


def sentence(name: str, step: int, start: str) -> str:
    (found,) = (each for each in map_sentences(scene(load_lesson(name).trace, step)) if each.startswith(start))
    return found


def test_of_a_shard_whose_worker_has_crashed_the_sentences_say_where_another_would_begin():
    # Record 4 was read, but the checkpoint stands before it.
    told = sentence("crash-and-checkpoint", 21, "Shard 1")
    assert ", held by worker a, which has crashed: " in told
    assert "A worker that takes it over begins after the checkpoint, record 3." in told


def test_a_record_that_is_in_work_once_more_is_said_to_be():
    told = sentence("crash-and-checkpoint", 26, "Shard 1")
    assert "record 4 processed by a, read again by b, in work; record 5 read, in work" in told


def test_the_sentences_name_the_change_of_each_record():
    told = sentence("three-changes", 14, "Records of shard 1")
    assert told == "Records of shard 1: record 1, INSERT of o-1; record 2, MODIFY of o-1; record 3, REMOVE of o-1."


def test_the_sentences_say_of_each_lane_what_it_works_on(lesson):
    function = "{fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}, duration: 2s}"
    mapping = f"{{name: f, type: lambda, parallelization_factor: 3, batch_size: 1, function: {function}}}"
    entry = 'repeat: {times: 3, every: 10ms, do: {put: {order_id: "o-{n}"}}}'
    trace = lesson(entry, more=f"consumers: [{mapping}]\n").trace
    read = trace.steps_of(EVENTS_BY_NAME["read.records"])[1]
    (works,) = (each for each in map_sentences(scene(trace, read)) if each.startswith("Shard 1"))
    assert len(re.findall(r"Lane \d works on record [13]\.", works)) == 2
    failed = trace.steps_of(EVENTS_BY_NAME["process.failed"])[0]
    (waits,) = (each for each in map_sentences(scene(trace, failed)) if each.startswith("Shard 1"))
    assert re.search(r"Lane \d failed on record 1; its next try is due at [\d.]+ s\.", waits)
    assert "The next read begins" not in waits


def test_a_long_shard_shows_the_part_around_each_reader_and_counts_the_rest(long_scene):
    text = list(map_text(long_scene, 80))
    names = [line for line in text if "INSERT" in line]
    left_out = [line for line in text if "more on the left" in line]
    assert len(names) == len(left_out) == 2
    for line, here in zip(names, (each.in_shard(1) for each in long_scene.consumers), strict=True):
        assert f"r{here.position} INSERT" in line
    for line, drawn in zip(left_out, names, strict=True):
        left, right = (int(number) for number in re.findall(r"(\d+) more on the", line))
        assert left + right + drawn.count("INSERT") == 300


def test_of_many_shards_those_where_nothing_happens_are_left_out_and_named(lesson):
    put = "repeat: {times: 12, every: 0ms, do: {put: {order_id: 'o-{n}'}}}"
    more = "consumers: [{name: c, processing_time: 1s}]\n"
    trace = lesson("roll_over_shard: 1", *(f"roll_over_shard: {n}" for n in range(2, 9)), put, more=more).trace
    text = "\n".join(map_text(scene(trace, trace.steps_of(EVENTS_BY_NAME["read.records"])[0]), 80))
    assert "Shards 1 to 8 are not drawn: nothing there is unread or in work." in text
    assert re.findall(r"─ shard (\d+), ", text) == ["9"]


def test_the_SVG_is_well_formed_and_says_what_the_text_says():
    for name in TURNING_POINTS:
        now = of(name)
        root = ElementTree.fromstring("\n".join(map_svg(now, 80, "light", name)))
        texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
        lines = "[╭╮╰╯─│┌┐├└┊]"
        said, drawn = (re.sub(lines, " ", text) for text in (" ".join(texts), "\n".join(map_text(now, 80, name))))
        assert sorted(said.split()) == sorted(drawn.split()), name


def test_the_SVG_names_its_fonts_and_loads_nothing():
    picture = "\n".join(map_svg(of("overview"), 80, "light"))
    assert "monospace" in picture
    assert not re.search(r"@font-face|<image|href|https?://(?!www\.w3\.org)", picture)


def test_the_two_themes_differ_in_colours_alone():
    for name in ("poison-pill", "leases", "split-shard", "too-late"):
        light, dark = ("\n".join(map_svg(of(name), 80, theme)) for theme in ("light", "dark"))
        assert light != dark
        assert re.sub(r"#[0-9a-f]{6}", "", light) == re.sub(r"#[0-9a-f]{6}", "", dark)


def test_the_record_that_failed_is_told_from_those_that_its_batch_carries_along():
    shown = "\n".join(map_text(scene(load_lesson("poison-pill").trace, 28), 120))
    assert "✗ BLOCKED: r3 failed 8 times" in shown
    assert shown.count("✗ failed 8 times") == 1
    assert "↶ batch failed" in shown
    assert "record 1 in a batch that failed 8 times; record 3 failed 8 times" in sentence("poison-pill", 28, "Shard 1")


def test_whoever_takes_a_shard_over_from_a_crashed_worker_reads_on_at_the_checkpoint():
    shown = "\n".join(map_text(scene(load_lesson("crash-and-checkpoint").trace, 24), 120))
    assert "⚑ saved up to here, next read" in shown


# What has room


def fitted(name: str, step: int) -> str:
    """The rows of a map in the room that the player has for it at 120x36."""
    return "\n".join(drawn_as_text(fitted_map(scene(load_lesson(name).trace, step), 116, 9).drawing))


def test_the_shard_that_a_step_without_records_is_about_is_drawn():
    assert "⚑ saved up to r2" in fitted("leases", 17)


def test_where_room_is_short_the_readers_that_are_not_drawn_are_told_of_with_their_records():
    told = [fitted("where-to-start", step) for step in (20, 23)]
    assert "billing: Idle; r1 ✓ processed, r2 ✓ processed" in told[0]
    assert "mailer: Crashed; r1 ⊝ passed over, r2 ✓ processed, r3 ◦ unread" in told[1]


def test_where_room_is_short_the_consumer_that_took_the_newest_step_is_drawn_in_full():
    assert "shard 1, open · billing: Idle" in fitted("two-consumers", 6)
    reads = fitted("two-consumers", 7)
    assert "shard 1, open · search: Reading" in reads
    assert "\nbilling: Idle; r1 ✓ processed" in reads
    assert "shard 1, open · search: Idle" in fitted("two-consumers", 11), "the capture of a change names no consumer"
    assert "shard 1, open · audit: Throttled" in fitted("throttled-readers", 6)


def test_a_write_that_changes_nothing_is_told_of_at_its_step_alone():
    assert "the write of o-1 in this step changes nothing" in fitted("silent-writes", 7)
    assert "changes nothing" not in fitted("silent-writes", 8)
    assert "the condition on stock-2 holds; a check writes nothing" in fitted("transactions-and-batches", 16)


def test_what_holds_a_shard_up_is_said_with_what_comes_of_it():
    assert "BLOCKED: r3 failed 5 times, not tried again" in fitted("retries-and-limits", 21)
    assert "BLOCKED" not in fitted("retries-and-limits", 22)
    assert "BLOCKED: r5 refused, ↶ again at 11.000 s" in fitted("retries-and-limits", 30)


def test_a_shard_names_the_reader_that_does_not_know_it_with_what_stays_unread():
    told = "report does not know shard 2: its 2 records are unread"
    after = scene(load_lesson("roll-over").trace, 34)
    assert told in "\n".join(map_text(after, 80))
    assert f"{told}." in [*map_sentences(after)]
    assert told in fitted("roll-over", 34)


def test_a_consumer_that_was_deleted_has_no_position_and_no_record_waits_for_it():
    told = "search: Deleted; r1 ✓ processed"
    assert [line.strip(" │") for line in fitted("throttled-readers", 18).splitlines() if told in line] == [told]
    after = scene(load_lesson("changing-a-mapping").trace, 25)
    drawn = "\n".join(map_text(after, 80))
    assert "ledger (Lambda): Deleted " in drawn
    assert not [words for words in ("unread", "next read", "TRIM_HORIZON", "iterator age") if words in drawn]
    assert not [line for line in map_sentences(after) if "next read" in line or "iterator age" in line]


def test_a_consumer_that_is_not_created_yet_has_no_place_in_a_shard():
    trace = load_lesson("where-failures-go").trace
    created = next(step.number for step in trace.steps if step.event.value == "read.consumer_created")
    before, after = (list(map_text(scene(trace, step), 100)) for step in (created - 1, created))
    assert [line for line in before if "repair" in line] == ["repair (poller): Not created"]
    assert any(line.startswith("│ repair (poller): Idle") for line in after)
