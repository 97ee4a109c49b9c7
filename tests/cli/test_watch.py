"""`streamsim watch --plain`: the run, printed whenever the file is saved."""

from __future__ import annotations

from lesson_texts import BROKEN, GOOD, HEAD

from simulator.cli.main import main


def test_watch_prints_the_run_or_what_is_wrong_whenever_the_file_is_saved(folder, capsys, monkeypatch):
    from simulator.terminal import watch as watching

    lesson = folder / "lesson.yaml"
    lesson.write_text(GOOD)
    saves = iter(
        [
            lambda: None,  # nobody saved: nothing is printed
            lambda: lesson.write_text(BROKEN),
            lambda: lesson.unlink(),
            lambda: lesson.write_text(HEAD.format(title="Corrected at last")),
            lambda: lesson.write_text(GOOD + "summary: See [this](step:99).\n"),
            lambda: (_ for _ in ()).throw(KeyboardInterrupt),
        ]
    )
    monkeypatch.setattr(watching.time, "sleep", lambda seconds: next(saves)())
    assert main(["watch", "--plain", "lesson.yaml"]) == 0
    out, err = capsys.readouterr()
    assert out.count("-- watching lesson.yaml; Ctrl-C ends") == 5
    first, second, third, fourth, fifth, rest = out.split("-- watching lesson.yaml; Ctrl-C ends")
    assert first.startswith("A lesson\n")
    assert (second.strip(), third.strip()) == ("", "")
    assert "Corrected at last" in fourth
    assert fifth.startswith("\nA lesson\n")
    assert rest.strip() == ""
    shape, missing, text, stopped = err.splitlines()
    assert shape.startswith("lesson.yaml:4:12: D301")
    assert missing == "lesson.yaml:1:1: Y101 no such file"
    assert text.startswith("lesson.yaml:5:10: L402 no step 99")
    assert stopped == "Stopped."
