"""References lead somewhere: by mouse, by Tab and Enter, from every text."""

from __future__ import annotations

from pilots import opened

from simulator.lesson.lesson import load_lesson
from simulator.lesson.words.references import parse
from simulator.tui.screens.fact import FactScreen
from simulator.tui.screens.reading import ReadingScreen
from simulator.tui.screens.term import TermScreen
from simulator.tui.widgets.prose import ProseView


async def test_following_a_link_moves_the_player_and_lights_up_the_place_until_the_next_move(playing):
    async with playing(step=2) as player:
        links = (
            ("[there](step:3)", 3, "›Stream record available"),
            ("[there](cell:4/consumer_reads)", 4, "›Yes*"),
            ("[there](variable:consumer_state@5)", 5, "›Consumer State‹"),
            ("[there](column:record_created)", 5, "›Created?‹"),
        )
        for link, step, lit in links:
            player.lesson_screen.follow(parse(link)[0])
            assert player.step == step
            text = await player.text()
            assert [each for *_, each in links if each in text] == [lit]
        await player.press("right")
        assert "›" not in await player.text()


async def test_tab_walks_to_a_link_and_enter_follows_it(playing):
    async with playing(step=2) as player:
        await player.press("tab", "tab", "enter")
        assert isinstance(player.app.screen, FactScreen)
        assert "Fact F40" in await player.text()
        await player.press("escape", "tab", "enter")
        assert "Fact F2" in await player.text()


async def test_a_term_at_its_first_use_leads_to_its_entry_and_on_to_its_fact(playing):
    async with playing(step=2) as player:
        await player.press("tab", "enter")
        assert isinstance(player.app.screen, TermScreen)
        assert "One change to one item, as the stream keeps it (F40)." in await player.text()
        await player.press("tab", "enter")
        assert isinstance(player.app.screen, FactScreen)
        await player.press("escape", "escape", "right", "enter")
        assert isinstance(player.app.screen, TermScreen)  # the word record comes again in step 3, and is no link there
        assert "A part of the stream that holds records in their order." in await player.text()


async def test_a_link_can_be_clicked(playing):
    async with playing(step=2) as player:
        view = player.lesson_screen.query_one("#why", ProseView)
        lines = (await player.text()).split("\n")
        row = next(y for y, line in enumerate(lines) if "(F40)" in line)
        column = lines[row].index("F40")
        offset = (column - view.region.x, row - view.region.y)
        await player.pilot.click(view, offset=offset)
        await player.pilot.pause()
        assert isinstance(player.app.screen, FactScreen)


async def test_a_link_in_the_key_moments_moves_the_table_beside_it(playing):
    async with playing(step=1) as player:
        await player.press("k", "enter", "tab", "enter")
        assert player.step == 2
        assert player.lesson_screen.panel == "moments"


async def test_a_link_in_the_transcript_leads_back_to_the_lesson(playing, size):
    async with playing(size=size) as player:
        await player.press("t")
        assert isinstance(player.app.screen, ReadingScreen)
        await player.press("tab", "enter")
        assert player.step == 1


async def test_read_mode_opens_the_text_and_a_fact_in_it_opens_on_top(playing):
    async with playing(mode="read") as player:
        assert isinstance(player.app.screen, ReadingScreen)
        text = await player.text()
        assert "Summary" in text
        assert "Execution sample" in text
        player.app.screen.query(ProseView).first().post_message(ProseView.Followed(parse("[F2](fact:F2)")[0]))
        await player.pilot.pause()
        assert isinstance(player.app.screen, FactScreen)
        await player.press("escape")
        assert isinstance(player.app.screen, ReadingScreen)


async def test_a_link_to_a_lesson_opens_it_and_escape_comes_back(playing):
    async with playing(step=2) as player:
        player.lesson_screen.follow(parse("[next](lesson:three-changes)")[0])
        await opened(player.pilot)
        assert player.lesson_screen.lesson.name == "three-changes"
        await player.press("escape")
        assert player.lesson_screen.lesson.name == "overview"
        assert player.step == 2


async def test_a_link_to_a_lesson_beside_the_file_opens_it(playing, tmp_path):
    for name, link in (("one", "[two](lesson:two)"), ("two", "nothing")):
        (tmp_path / f"{name}.yaml").write_text(
            f"title: Lesson {name}\nsummary: '{link}'\ntable: {{name: Orders, partition_key: id}}\n"
            "stream: {view_type: KEYS_ONLY}\ntimeline: [{put: {id: a}}]\n",
            encoding="utf-8",
        )
    async with playing(load_lesson(tmp_path / "one.yaml")) as player:
        player.lesson_screen.follow(player.lesson_screen.lesson.summary[0])
        await player.pilot.pause()
        assert player.lesson_screen.lesson.title == "Lesson two"


async def test_what_stands_in_a_key_is_no_mark(playing, lesson):
    async with playing(lesson("put: {order_id: '**o**-1 `x`'}"), step=1) as player:
        assert "No item had the key **o**-1 `x`." in await player.words("#panel")
