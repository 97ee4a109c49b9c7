"""A picture is saved under a name of its own."""

from __future__ import annotations

from itertools import islice

import pytest
from loaded_lessons import load_lesson

from simulator.views.svg_picture import picture_names, picture_svg, save_picture


@pytest.mark.parametrize("of", ["map", "time"])
def test_the_file_is_the_picture_of_the_step(tmp_path, of):
    lesson = load_lesson("overview")
    path = save_picture(tmp_path, lesson, 4, of, "dark")
    assert path == tmp_path / f"overview-step-4-{of}.svg"
    assert path.read_text(encoding="utf-8") == "\n".join(picture_svg(lesson, 4, of, "dark")) + "\n"
    assert path.read_text(encoding="utf-8") != "\n".join(picture_svg(lesson, 4, of, "light")) + "\n"


def test_a_picture_never_takes_the_place_of_a_file(tmp_path):
    lesson = load_lesson("overview")
    first, second, third = (save_picture(tmp_path, lesson, 4, "map", theme) for theme in ("dark", "light", "dark"))
    assert [first.name, second.name, third.name] == list(islice(picture_names("overview", 4, "map"), 3))
    assert first.read_bytes() == third.read_bytes() != second.read_bytes()


def test_a_name_has_no_character_that_means_something_to_a_file_system():
    assert next(picture_names("my: lesson/<1>", 0, "time")) == "my-lesson-1--step-0-time.svg"


def test_a_folder_that_takes_no_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        save_picture(tmp_path / "none", load_lesson("overview"), 1, "map", "light")
