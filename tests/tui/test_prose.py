"""The Markdown of a text in the player: blocks stay blocks, links in them lead somewhere, and nothing is markup."""

from __future__ import annotations

import pytest

from simulator.lesson.lesson import Lesson
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.prose_content import prose_content

TEXT = """\
Words that
flow, **bold** [/x] [red].

## More

- one [step](step:2)
  - inside
1. first

> quoted

```yaml
a:
  b: [1](step:2)
```

| view | 消費者 |
| ---- | -----: |
| [three](step:3) | 1 |
"""
SHOWN = """\
Words that flow, bold [/x] [red].

More

• one step
  • inside

1. first

│ quoted

  a:
    b: [1](step:2)

view   消費者
─────  ──────
three       1"""


def indented(text: str, by: str) -> str:
    return "".join(f"{by}{line}\n" for line in text.split("\n"))


@pytest.fixture(scope="module")
def marked(lesson) -> Lesson:
    """A lesson with blocks in its transcript, in a key moment, and in a question."""
    block = indented(TEXT, "      ")
    return lesson(
        more=f"transcript: |\n{block}key_moments:\n  - question: Why?\n    answer: |\n{block}"
        f"quiz:\n  - question: What?\n    choices: [{{text: a, correct: true}}, b]\n    explanation: |\n{block}"
    )


def test_the_blocks_of_a_text(marked):
    shown = prose_content(marked.transcript, 40).plain.split("\n")
    assert [line.rstrip() for line in shown] == SHOWN.split("\n")


@pytest.mark.parametrize(
    ("keys", "selector"), [("t", "ReadingScreen Dialog"), (("k", "enter"), "#moments"), ("qas", "#quiz")]
)
async def test_code_stays_a_block_in_every_panel(playing, marked, keys, selector):
    async with playing(marked, (120, 60), step=2) as player:
        await player.press(*keys)
        assert "a: b: [1](step:2)" in await player.words(selector)
        lines = [line.strip(" │▌▎█▐▕▔") for line in (await player.text()).split("\n")]
        assert any(line.endswith("  a:") or line == "a:" for line in lines)


async def test_a_link_in_a_list_and_one_in_a_table_are_walked_in_their_order(playing, marked):
    async with playing(marked, (120, 60), step=2) as player:
        await player.press("k")
        answer = player.lesson_screen.query(".answer").first(ProseView)
        answer.focus()
        assert [each.href for each in answer.links] == ["step:2", "step:3"]
        await player.press("tab", "enter")
        assert player.step == 3


async def test_a_table_has_room_where_the_panel_is_narrow(playing, lesson):
    table = f"Words:\n\n| a | b |\n| - | - |\n| {'word ' * 20}| {'語' * 30} |\n"
    made = lesson(more=f"key_moments:\n  - question: Why?\n    answer: |\n{indented(table, '      ')}")
    async with playing(made, (80, 24)) as player:
        await player.press("k", "enter")
        assert (await player.words("#moments")).count("語") == 30


WIDE_NAMES = """\
title: Wide names
table: {name: Orders, partition_key: id}
stream: {view_type: NEW_IMAGE}
consumers: [{name: one}, {name: 消費者消費者消費者}]
show: {columns: [consumer, record, time]}
timeline: [{put: {id: 消費者消費者消費者, family: "👩‍👩‍👧", heart: "❤️"}}]
"""


async def test_a_wide_name_that_is_cut_shows_it(playing, size):
    from simulator.lesson.lesson import lesson_of
    from simulator.scenario.loader import scenario_from_text

    made = lesson_of(scenario_from_text(WIDE_NAMES.replace("者消費者}", "者消費者" + "消費者" * 8 + "}")))
    async with playing(made, size, step=9) as player:
        table = [line for line in (await player.text()).split("\n") if "reads stream record" in line or "消費" in line]
        assert any("消費者消費者消費者" in line for line in table)
        assert all("…" in line for line in table if line.count("消費者") >= 3 and "Consumer State" in line)


async def test_the_lines_of_the_table_are_as_wide_as_the_screen(playing, size):
    from simulator.lesson.lesson import lesson_of
    from simulator.scenario.loader import scenario_from_text
    from simulator.views.width import cells

    async with playing(lesson_of(scenario_from_text(WIDE_NAMES)), size, step=9) as player:
        lines = (await player.text()).split("\n")
        assert max(map(cells, lines)) <= size[0]
        rows = [line for line in lines if " Y " in line]
        before = {cells(row[: row.index(" Y ")]) for row in rows}
        assert len(rows) > 2
        assert len(before) == 1, rows
