"""The catalogue, the help and the list of commands."""

from __future__ import annotations

from courses import write_course
from loaded_lessons import load_lesson
from pilots import Player, opened

from simulator.tui.app import PlayerApp
from simulator.tui.screens.catalogue import CatalogueScreen
from simulator.tui.screens.lesson import LessonScreen
from simulator.views.map.meanings import MEANINGS


async def test_the_catalogue_lists_every_lesson_with_its_summary(playing, size):
    async with playing(None, size) as player:
        text = await player.text()
        assert "Foundations" in text
        assert "10 min" in text
        assert "Three changes: insert, modify, remove" in text
        assert "a consumer polls" in text


async def test_a_pointer_shows_the_chosen_lesson_without_colour_enter_opens_it_and_escape_comes_back(playing):
    async with playing(None) as player:
        assert "▶   DynamoDB Streams overview" in await player.text()
        await player.press("down")
        text = await player.text()
        assert "▶   Three changes" in text
        assert "▶   DynamoDB Streams overview" not in text
        await player.press("enter")
        assert player.lesson_screen.lesson.name == "three-changes"
        await player.press("escape")
        assert isinstance(player.app.screen, CatalogueScreen)


async def test_escape_from_a_lesson_that_was_opened_directly_shows_the_catalogue(playing):
    async with playing("three-changes") as player:
        await player.press("escape")
        assert isinstance(player.app.screen, CatalogueScreen)
        assert "▶   Three changes" in await player.text()


async def test_help_names_every_key_of_the_screen_and_explains_the_short_words_of_the_map(playing, size):
    async with playing(size=size) as player:
        await player.press("question_mark")
        helped = " ".join(
            str(static.content) for static in player.app.screen.query("Static").results() if hasattr(static, "content")
        )
        await player.press("escape")
        for binding in player.lesson_screen.BINDINGS:
            assert binding.tooltip in helped
        assert all(f"{each.word}: {each.meaning}" in helped for each in MEANINGS)


async def test_the_list_of_commands_names_the_keys_and_one_found_by_some_letters_does_what_its_key_does(playing):
    async with playing() as player:
        await player.press("ctrl+p")
        text = await player.text()
        assert all(f"{name}: " in text for name in ("Next", "Quiz", "Go to", "Transcript", "Theme", "Quit"))
        await player.press(*"laststep", "enter")
        assert player.step == 6


async def test_the_player_works_in_a_light_theme(playing):
    async with playing(size=(80, 24), step=4) as player:
        dark = await player.text()
        player.app.theme = "textual-light"
        assert await player.text() == dark


async def test_ctrl_q_leaves_from_everywhere(playing):
    for keys in ((), ("q",), ("t",), ("g",)):  # the help and the list of commands: test_leaving.py
        async with playing() as player:
            await player.press(*keys, "ctrl+q")
        assert player.app.return_code == 0


async def test_every_key_of_the_lesson_has_a_tooltip(playing):
    assert all(binding.tooltip for binding in LessonScreen.BINDINGS)


async def test_a_theme_is_chosen_from_the_list_of_commands_and_stays(tmp_path):
    file = tmp_path / "settings.json"
    for theme_before in ("textual-dark", "gruvbox"):
        app = PlayerApp(lambda: load_lesson("overview"), settings=file)
        async with app.run_test() as pilot:
            await opened(pilot)
            assert app.theme == theme_before
            await pilot.press("ctrl+p", *"theme", "enter", *"gruvbox", "enter")
            assert app.theme == "gruvbox"
            assert Player(app, pilot).lesson_screen.is_on_top
            assert list(app._notifications) == []


async def test_a_theme_that_cannot_be_kept_holds_and_is_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    app = PlayerApp(lambda: load_lesson("overview"), settings=tmp_path / "file" / "settings.json")
    async with app.run_test() as pilot:
        await opened(pilot)
        await pilot.press("ctrl+p", *"theme", "enter", *"gruvbox", "enter")
        assert app.theme == "gruvbox"
        [told] = [each.message for each in app._notifications]
        assert told.startswith("The theme holds until you leave; it could not be kept: ")
        assert "\n" not in told


async def test_a_theme_that_there_is_no_more_is_not_asked_for(tmp_path):
    (tmp_path / "settings.json").write_text('{"theme": "of-another-version"}')
    app = PlayerApp(lambda: load_lesson("overview"), settings=tmp_path / "settings.json")
    async with app.run_test() as pilot:
        await opened(pilot)
        assert app.theme == "textual-dark"


async def test_a_course_of_ones_own_is_shown_with_its_welcome_and_its_lessons_open_by_their_files(tmp_path, progress):
    app = PlayerApp(progress=lambda: progress, folder=write_course(tmp_path / "shop"))
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        player = Player(app, pilot)
        text = await player.text()
        assert "Streams in our shop: " in text
        assert "Begin with *orders*." in text
        assert text.index("Orders") < text.index("Stock") < text.index("Mail")
        await player.press("enter")
        assert player.lesson_screen.lesson.scenario.source[1] == str(tmp_path / "shop" / "orders.yaml")
        await player.press("escape")
        assert isinstance(app.screen, CatalogueScreen)
        assert progress.lessons().keys() == {"shop/orders"}
