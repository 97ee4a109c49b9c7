"""Following a record, an item or a consumer; the next failure; back from a link; copying."""

from __future__ import annotations

import json

from simulator.lesson.words.references import Reference, parse
from simulator.scenario.events import Event
from simulator.tui.screens.reading import ReadingScreen
from simulator.views.follow import failures


def notices(player):
    return [each.message for each in player.app._notifications]


async def test_f_goes_through_the_record_the_item_and_the_consumer_and_then_follows_nothing(playing):
    async with playing(step=4) as player:
        for words in ("following o-1 · r1", "following item o-1", "following consumer consumer"):
            await player.press("f")
            assert words in await player.text()
        await player.press("f")
        assert "following" not in await player.text()


async def test_the_rows_about_what_is_followed_have_a_sign(playing):
    async with playing(step=6) as player:
        await player.press("left", "f")
        text = await player.text()
        assert [sign in text for sign in ("» 1", "» 2", "» 3", "» 4", "> 5")] == [True] * 5
        await player.press("right")
        assert "» 5" in await player.text()


async def test_comma_and_full_stop_go_to_the_steps_about_it_alone(playing):
    async with playing("three-changes", step=6) as player:
        trace = player.lesson_screen.lesson.trace
        player.lesson_screen.move(trace.steps_of(Event.READ_RECORDS)[0])
        await player.press("f")
        about = [step for step, records in enumerate(trace.record_indexes, 1) if 0 in records]
        player.lesson_screen.move(0)
        seen = []
        for _ in about:
            await player.press("full_stop")
            seen.append(player.step)
        assert seen == about
        await player.press("full_stop")
        assert player.step == about[-1]
        assert "No later step is about o-1 · r1." in notices(player)
        await player.press("comma")
        assert player.step == about[-2]


async def test_an_exclamation_mark_goes_to_the_next_failure(playing):
    async with playing("poison-pill") as player:
        for step in failures(player.lesson_screen.lesson.trace)[:2]:
            await player.press("exclamation_mark")
            assert player.step == step
        await player.press("end", "exclamation_mark")
        assert "Nothing fails after this step." in notices(player)


async def test_predict_mode_stops_every_such_move_and_does_not_say_what_is_missing(playing):
    async with playing(step=1, mode="predict") as player:
        screen = player.lesson_screen
        await player.press("exclamation_mark")  # nothing fails in this lesson
        gate = screen.side.predict.session.open_gate
        assert gate is not None
        assert player.step == gate.step - 1
        assert notices(player) == []
    async with playing(step=1) as player:
        await player.press("f", "p", "full_stop")
        gate = player.lesson_screen.side.predict.session.open_gate
        assert gate is not None
        assert player.step == gate.step - 1


async def test_backspace_goes_back_to_where_links_were_followed_from(playing):
    async with playing(step=6) as player:
        for step in (2, 5, 3):
            player.lesson_screen.follow(Reference("there", "step", str(step)))
        assert "Backspace Return" in (await player.text()).split("\n")[-1]
        seen = []
        for _ in range(4):
            await player.press("backspace")
            seen.append(player.step)
        assert seen == [5, 2, 6, 6]
        assert "›" not in await player.text()


async def test_a_step_by_hand_or_of_autoplay_forgets_where_links_were_followed_from(playing):
    async with playing(step=6) as player:
        for step_on in (player.lesson_screen.action_forward, player.lesson_screen.tick):
            player.lesson_screen.follow(Reference("there", "step", "2"))
            step_on()
            assert player.step == 3
            await player.press("backspace")
            assert player.step == 3


async def test_backspace_after_a_link_of_the_text_opens_the_text_again(playing):
    async with playing(step=6) as player:
        await player.press("t", "tab", "enter")
        assert player.step == 1
        await player.press("backspace")
        assert isinstance(player.app.screen, ReadingScreen)
        await player.press("escape")
        assert player.step == 6


async def test_backspace_in_a_quiz_takes_back_and_leads_nowhere(playing):
    async with playing(step=6) as player:
        await player.press("q")
        player.lesson_screen.follow(parse("[there](step:2)")[0])
        await player.press("backspace")
        assert player.step == 2


async def test_once_the_question_is_answered_backspace_leads_back_from_a_link_of_its_explanation(playing):
    async with playing(step=6) as player:
        await player.press("q", "c", "s", "enter", "tab", "enter")
        assert player.step == 1
        await player.press("backspace")
        assert player.step == 6
        assert player.lesson_screen.panel == "quiz"


async def test_y_copies_the_record_of_the_step_and_says_so(playing):
    async with playing(step=4) as player:
        await player.press("y")
        trace = player.lesson_screen.lesson.trace
        assert json.loads(player.app.clipboard) == trace.records[0].to_api()
        assert notices(player) == ["Copied: record o-1 · r1 as JSON."]


async def test_the_list_of_commands_saves_a_picture_and_says_where_or_in_one_line_that_it_could_not(
    playing, tmp_path, monkeypatch
):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "picture.svg")

    monkeypatch.chdir(tmp_path)
    async with playing(step=4) as player:
        await player.press("ctrl+p", *"savethemap", "enter")
        assert notices(player) == [f"Saved: {tmp_path / 'overview-step-4-map.svg'}"]
        assert (tmp_path / "overview-step-4-map.svg").read_text(encoding="utf-8").startswith("<svg")
        monkeypatch.setattr("simulator.views.svg_picture.write_whole", full)
        await player.press("ctrl+p", *"savetime", "enter")
        assert notices(player)[1:] == ["The picture could not be saved: picture.svg: No space left on device."]


async def test_the_names_of_what_is_followed_light_up_in_every_view(playing):
    async with playing("crash-and-checkpoint", step=27) as player:
        picture = player.lesson_screen.picture

        def lit() -> list[str]:
            lines = [picture.render_line(row) for row in range(picture.size.height)]
            found = [segment for line in lines for segment in line if segment.style and segment.style.reverse]
            return [segment.text for segment in found]

        assert lit() == []
        await player.press("f")
        assert set(lit()) == {"r4"}  # in its shard, and where the iterator age names it
        await player.press("f")
        assert {"order-4", "r4"} <= set(lit())
        await player.press("v")
        assert "r4" in lit()
        await player.press("f", "f")
        assert lit() == []
