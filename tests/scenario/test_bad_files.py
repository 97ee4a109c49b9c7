"""Files that are no lesson at all: each is refused in one line that says where and why."""

from __future__ import annotations

import os
import socket
import tracemalloc
from pathlib import Path

import pytest
from cases import in_each_case

MB = 1024 * 1024


def refused(complaints: list[str], place: str, telling: str) -> None:
    """There is one complaint, at this place with this code, and it says this."""
    [line] = complaints
    assert line.startswith(f"lesson.yaml:{place} ")
    assert telling in line


def test_a_good_file_has_no_complaint(complaints, lesson):
    assert complaints(lesson()) == []


def test_a_file_that_is_not_yaml(complaints, lesson):
    said = 'not YAML: this text in quotes has no end; close it with "'
    refused(complaints(lesson(more='summary: "no end\n')), "9:10: Y105", said)


def test_a_tab_as_indentation_is_not_yaml(complaints, lesson):
    refused(complaints(lesson("put:\n\t\torder_id: o-1")), "9:1: Y105", "not YAML: a tab; indent with spaces")


@in_each_case(
    "more, place, telling",
    [
        ("summary: One: another", "9:13", 'a text with ": " in it needs quotes'),
        ("quiz: [{question: One: another}]", "9:22", 'a text with ": " in it needs quotes'),
        ("summary: One\n  more: another", "10:7", "a key begins in the column of the keys beside it"),
        ("summary: @home", "9:10", "a text that begins with @ needs quotes"),
        ("summary: `home`", "9:10", "a text that begins with ` needs quotes"),
        ("summary: %home", "9:10", "a text that begins with % needs quotes"),
        ("summary: **home**", "9:11", "a text that begins with * needs quotes"),
        ("summary: *home", "9:10", "a text that begins with * needs quotes"),
        ("summary: {n} rounds", "9:14", "} ends the value; a text that begins with { needs quotes"),
        ("summary: 'it's here'", "9:14", "the text in quotes ended before this; in it, write '' for '"),
        ('summary: "a\\q"', "9:12", "in double quotes a backslash begins an escape"),
        ("summary: 'no end\nminutes: 5", "9:10", "this text in quotes has no end; close it with '"),
        ("summary: |text\n  more", "9:11", "the text after | begins in the next line"),
        ("minutes 5\nseed: 1", "9:1", 'expected a key with ": " after it'),
        ("show:\n    columns: time\n  variables: x", "11:3", "keys that belong together begin in the same column"),
        ("show: - time", "9:7", "a list begins in a line of its own, or stands in brackets"),
    ],
)
def test_a_usual_slip_is_said_with_what_helps(complaints, lesson, more, place, telling):
    refused(complaints(lesson(more=more + "\n")), f"{place}: Y105", telling)


@in_each_case(
    "more, place, part",
    [
        ("concept_snapshot: [a,\n  b\nseed: 1", "11:5", "in the list in brackets that begins in line 9: "),
        ("show: {columns: time\nseed: 1", "10:5", "in the mapping in braces that begins in line 9: "),
        ("concept_snapshot:\n  - a\n  b: 1", "11:3", "in the list that begins in line 10: "),
        ("show:\n  columns: time\n  - x", "11:3", "in the mapping that begins in line 10: "),
        ("show:\n  columns: time\n\tvariables: x", "11:1", "in the text that begins in line 10: "),
    ],
)
def test_a_broken_part_is_reported_with_the_line_in_which_it_begins(complaints, lesson, more, place, part):
    refused(complaints(lesson(more=more + "\n")), f"{place}: Y105", part)


@in_each_case("text", ["title: [", "title: {", 'title: "', "title: [a,\n", "title: {a: ", "a: |x", "- ["])
def test_a_file_that_breaks_off_anywhere_is_refused_on_its_line(complaints, text):
    [line] = complaints(text)
    assert line.startswith("lesson.yaml:1:")


def test_a_part_that_breaks_off_at_the_end_of_the_file_is_shown_at_its_last_line(complaints, lesson):
    refused(complaints(lesson(more="concept_snapshot: [a, b\n\n\n")), "9:24: Y105", 'expected "," or "]"')


@in_each_case("content", ["", " \n\n", "---\n", "# a comment\n# another\n", "\ufeff"])
def test_a_file_without_content_is_called_empty(complaints, content):
    refused(complaints(content), "1:1: Y111", "the file is empty")


def test_a_folder(tmp_path, complaints_of):
    folder = tmp_path / "lesson.yaml"
    folder.mkdir()
    refused(complaints_of(folder), "1:1: Y101", "this is a folder")


def test_no_such_file(tmp_path, complaints_of):
    refused(complaints_of(tmp_path / "lesson.yaml"), "1:1: Y101", "no such file")


def test_a_file_in_no_folder(tmp_path, complaints_of):
    (tmp_path / "file").touch()
    [line] = complaints_of(tmp_path / "file" / "lesson.yaml")
    assert line == "lesson.yaml:1:1: Y101 cannot be read: Not a directory"


def test_an_unreadable_file(tmp_path, complaints_of):
    path = tmp_path / "lesson.yaml"
    path.touch(mode=0o000)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    refused(complaints_of(path), "1:1: Y101", "cannot be read: Permission denied")


@pytest.mark.parametrize("name", ["x" * 5000 + ".yaml", "a\0b.yaml"], ids=["too long", "with a NUL"])
def test_a_name_that_no_file_can_have(tmp_path, complaints_of, name):
    [line] = complaints_of(tmp_path / name)
    assert ":1:1: Y101 " in line


def test_a_file_name_with_a_terminal_escape_is_shown_escaped(tmp_path, complaints_of):
    assert complaints_of(tmp_path / "\x1b[31m.yaml") == ["\\x1b[31m.yaml:1:1: Y101 no such file"]


@in_each_case(
    "content, place, byte",
    [
        (b"\xff", "1:1", "0xff"),
        (b"title: A\ntable: caf\xe9\n", "2:11", "0xe9"),
        ("title: é".encode() + b"\x80\n", "1:9", "0x80"),
        ("\ufefftitle: 読者".encode() + b"\x80\n", "1:10", "0x80"),
        (b"title: A\rtable: \xff\n", "2:8", "0xff"),
        (b"title: A lesson\nsummary: \xed\xa0\x80\n", "2:10", "0xed"),
    ],
)
def test_a_file_that_is_not_utf_8_is_refused_at_the_byte(complaints_about_bytes, content, place, byte):
    refused(complaints_about_bytes(content), f"{place}: Y103", f"not UTF-8: byte {byte}")


def test_a_file_in_utf_16_is_not_utf_8(complaints_about_bytes, lesson):
    refused(complaints_about_bytes(lesson().encode("utf-16")), "1:1: Y103", "not UTF-8")


def test_a_file_of_50_mb_is_refused_unread(tmp_path, complaints_of):
    path = tmp_path / "lesson.yaml"
    with path.open("wb") as file:
        file.truncate(50 * MB)
    tracemalloc.start()
    try:
        refused(complaints_of(path), "1:1: Y102", "over 16 MB; refused unread")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MB


def test_16_mb_is_the_limit(complaints_about_bytes, lesson):
    text = lesson().encode()
    comment = b"#" * (16 * MB - len(text))
    assert complaints_about_bytes(text + comment) == []
    refused(complaints_about_bytes(text + comment + b"#"), "1:1: Y102", "over 16 MB")


def test_a_file_without_a_size_is_read_no_further_than_the_limit(complaints_of):
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("this system has no /dev/zero")
    assert complaints_of(endless) == ["zero:1:1: Y102 over 16 MB; refused unread"]


def test_a_fifo_is_refused_and_not_waited_for(tmp_path, complaints_of):
    os.mkfifo(tmp_path / "lesson.yaml")
    refused(complaints_of(tmp_path / "lesson.yaml"), "1:1: Y101", "not a regular file")


def test_a_socket_is_refused(tmp_path, complaints_of, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("lesson.yaml")
        refused(complaints_of(tmp_path / "lesson.yaml"), "1:1: Y101", "not a regular file")


def test_a_link_to_a_device_is_refused_and_one_to_a_file_is_read(tmp_path, complaints_of, lesson):
    (tmp_path / "lesson.yaml").symlink_to("/dev/zero")
    refused(complaints_of(tmp_path / "lesson.yaml"), "1:1: Y101", "not a regular file")
    (tmp_path / "other").write_text(lesson())
    (tmp_path / "link.yaml").symlink_to("other")
    assert complaints_of(tmp_path / "link.yaml") == []


def test_a_pipe_that_the_shell_passes_is_read(complaints_of, lesson):
    reading, writing = os.pipe()
    with open(reading, "rb"):
        with open(writing, "w") as file:
            file.write(lesson())
        assert complaints_of(Path(f"/dev/fd/{reading}")) == []


def test_a_million_node_alias_bomb_is_refused_where_it_grows_too_large(complaints):
    # Lists of 11, 111, 1,111, 11,111 nodes and so on. Aliases have added 90,107 nodes after the seventh in line 5.
    lines = ["a: &a [1,1,1,1,1,1,1,1,1,1]"]
    lines += [f"{name}: &{name} [{','.join([f'*{of}'] * 10)}]" for of, name in zip("abcdef", "bcdefg", strict=True)]
    refused(complaints("\n".join(lines)), "5:29: Y110", "aliases unfold to more than 100,000 values")


def test_a_few_aliases_are_welcome(complaints, lesson):
    assert complaints(lesson("put: &item {order_id: o-1}", "delete: *item")) == []


@pytest.mark.parametrize("text", ["title: &me [*me]", "title: &me {x: *me}", "title: &me [[{x: [*me]}]]"])
def test_an_alias_to_itself(complaints, text):
    column = text.index("*me") + 1
    refused(complaints(text), f"1:{column}: Y109", "the alias *me contains itself")


def test_an_alias_to_nothing(complaints, lesson):
    refused(complaints(lesson("put: *nothing")), "8:10: Y105", "nothing")


def test_lists_nested_10_000_deep_in_flow_style(complaints):
    # The mapping is level 1, so the hundredth bracket opens level 101.
    refused(complaints("title: " + "[" * 10_000 + "]" * 10_000), "1:107: Y108", "nested deeper than 100 levels")


def test_mappings_nested_10_000_deep_in_flow_style(complaints):
    text = "{a: " * 10_000 + "1" + "}" * 10_000
    refused(complaints(text), "1:401: Y108", "nested deeper than 100 levels")


def test_lists_nested_10_000_deep_in_block_style(complaints):
    refused(complaints("- " * 10_000 + "x"), "1:201: Y108", "nested deeper than 100 levels")


def test_mappings_nested_deep_in_block_style(complaints):
    text = "".join(" " * level + "a:\n" for level in range(1_000))
    refused(complaints(text), "101:101: Y108", "nested deeper than 100 levels")


def test_a_second_yaml_document(complaints, lesson):
    refused(complaints(lesson(more="---\ntitle: Another\n")), "9:1: Y112", "a second YAML document")


def test_document_marks_around_one_document_are_accepted(complaints, lesson):
    assert complaints(f"---\n{lesson()}...\n") == []


@pytest.mark.parametrize("content", ["- title: A lesson\n", "just words\n", "42\n"], ids=["list", "text", "number"])
def test_a_file_that_holds_no_mapping(complaints, content):
    refused(complaints(content), "1:1: S203", "a lesson is a mapping of keys")


def test_a_byte_order_mark_is_accepted(complaints, lesson):
    assert complaints("\ufeff" + lesson()) == []


def test_a_byte_order_mark_does_not_shift_places(complaints, lesson):
    refused(complaints("\ufeff" + lesson().replace("A lesson", "[]")), "1:1: S203", "expected a text")


def test_windows_line_ends_are_accepted(complaints, lesson):
    assert complaints(lesson().replace("\n", "\r\n")) == []


def test_windows_line_ends_do_not_shift_places(complaints, lesson):
    text = lesson("put: {status: NEW}").replace("\n", "\r\n")
    refused(complaints(text), "8:5: D301", "order_id")


@in_each_case("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe"])
def test_a_raw_control_character_is_refused_where_it_stands(complaints, lesson, character):
    text = lesson(f"put: {{order_id: 'o{character}1'}}")
    refused(complaints(text), "8:23: Y104", f"U+{ord(character):04X}")


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_a_line_break_that_no_editor_shows_is_refused_where_it_stands(complaints, lesson, character):
    text = lesson(more=f"# a comment{character}seed: 1\nminutes: many\n")
    refused(complaints(text), "9:12: Y104", f"a line break that editors do not show, U+{ord(character):04X}")


@pytest.mark.parametrize("escape", ["\\N", "\\L", "\\P"])
def test_such_a_line_break_can_be_written_as_an_escape(complaints, lesson, escape):
    assert complaints(lesson(f'put: {{order_id: "o{escape}1"}}')) == []


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_any_system_do_not_shift_places(complaints, lesson, end):
    refused(complaints(lesson(more="minutes: many\n").replace("\n", end)), "9:10: S203", "expected a whole number")


def test_keys_that_are_lists(complaints, lesson):
    refused(complaints(lesson(more="? [a, b]\n: c\n")), "9:3: Y107", "a key must be plain text")


@in_each_case(
    "value, tag",
    [
        ("!secret x", "!secret"),
        ("!!timestamp 2026-01-01", "!timestamp"),
        ("!!python/object/apply:os.getcwd []", "!python/object/apply:os.getcwd"),
        ("!!omap [a: 1]", "!omap"),
        ("!thing {a: 1}", "!thing"),
    ],
)
def test_an_unknown_tag(complaints, lesson, value, tag):
    refused(complaints(lesson(f"put: {{order_id: o-1, x: {value}}}")), "8:29: Y107", f"the tag {tag} is not known")


def test_half_of_a_surrogate_pair_as_an_escape(complaints, lesson):
    refused(complaints(lesson('put: {order_id: "\\ud800"}')), "8:24: Y105", "invalid Unicode character escape code")


@pytest.mark.parametrize(
    "long", ["k" * 70_000, "k e y " * 10_000, 'k "e" y " ' * 7_000], ids=["a word", "words", "words in quotes"]
)
def test_a_long_text_of_the_file_is_cut_in_a_complaint_and_what_to_do_is_not(complaints, lesson, long):
    [line] = complaints(lesson().replace("view_type: ", f"view_type: '{long}' #"))
    assert line.startswith("lesson.yaml:6:14: S204 ")
    assert len(line) < 500
    assert line.endswith("is not one of KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES")
