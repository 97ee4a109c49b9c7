"""`streamsim picture`: the system after one step of a lesson, as a picture."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.cli.arguments import Commands, add_command, add_lesson, text_width
from simulator.cli.console import USAGE, complain, say
from simulator.dynamodb.whole_numbers import number_in
from simulator.views.layout import WIDTH

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "picture", run, "draw the system after one step of a lesson")
    add_lesson(parser)
    parser.add_argument("--step", type=_step, metavar="N", help="after this step; 0 is the start (left out: the end)")
    parser.add_argument(
        "--of", choices=("map", "time"), default="map", help="the system now, or the run up to the step"
    )
    parser.add_argument("--format", choices=("text", "svg", "json"), default="text", help="%(choices)s")
    parser.add_argument("--width", type=text_width, default=WIDTH, metavar="N", help="columns of the text (80)")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="of the SVG: %(choices)s")
    parser.add_argument("--ascii", action="store_true", help="letters and + - | in place of signs and boxes, in text")


def run(options: argparse.Namespace) -> int:
    """Draw one scene of a lesson, or its run up to a step."""
    from simulator.lesson.lesson import load_lesson

    lesson = load_lesson(options.lesson)
    steps = len(lesson.trace.events)
    step = steps if options.step is None else options.step
    if step > steps:
        return complain(f"picture: no step {step}; the run has {steps}", USAGE)
    if options.of == "time" and options.format == "json":
        return complain("picture: --of time has the formats text and svg", USAGE)
    if options.format == "svg":
        from simulator.views.svg_picture import picture_svg

        return say(picture_svg(lesson, step, options.of, options.theme, options.width))
    lines = _time(lesson, step, options) if options.of == "time" else _map(lesson, step, options)
    if options.ascii and options.format == "text":
        from simulator.views.signs import ASCII

        lines = (line.translate(ASCII) for line in lines)
    return say(lines)


def _time(lesson: Lesson, step: int, options: argparse.Namespace) -> Iterable[str]:
    """The lines of the lanes of time up to a step."""
    from simulator.views.time.text import time_text

    return time_text(lesson.trace, step, options.width)


def _map(lesson: Lesson, step: int, options: argparse.Namespace) -> Iterable[str]:
    """The lines of the map after a step."""
    from simulator.views.scene.scene import scene

    now = scene(lesson.trace, step)
    if options.format == "json":
        from simulator.views.scene.json import scene_json

        return scene_json(now)
    from simulator.views.map.text import map_text
    from simulator.views.svg_picture import caption

    return map_text(now, options.width, lesson.title, caption(lesson, step))


def _step(text: str) -> int:
    number = number_in(text)
    if number is None:
        raise argparse.ArgumentTypeError("a step's number, from 0")
    return number
