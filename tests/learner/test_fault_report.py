"""The report of a fault of the program, and the one line that tells of it."""

from __future__ import annotations

import os

import pytest

from simulator.learner.fault_report import KEPT, PlayerFault, fault_line, report, write_report
from simulator.learner.progress import progress_file


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    return progress_file().parent / "reports"


def raised(secret: str = "the value of a variable") -> Exception:
    try:
        return {}[secret and 5]
    except KeyError as error:
        return error


def test_a_report_has_the_version_the_place_the_inputs_and_a_traceback_without_values():
    fault = PlayerFault("overview", 3, ["right", "p", "pagedown"])
    fault.__cause__ = raised()
    lines = list(report(fault, "1.2"))
    assert lines[0].startswith("streamsim 1.2, Python 3.")
    assert lines[2:5] == ["lesson: overview", "step: 3", "last inputs (3): right p pagedown"]
    assert lines[5].startswith("Traceback")
    assert lines[5].endswith("KeyError: 5")
    assert "the value of a variable" not in "\n".join(lines)


def test_at_most_ten_reports_are_kept_the_newest(folder):
    written = [write_report(raised(), "1.2") for _ in range(KEPT + 3)]
    assert sorted(folder.iterdir()) == written[-KEPT:]


def test_the_line_says_where_the_report_is_and_how_to_go_on(folder):
    line = fault_line(PlayerFault("overview", 3, []), "1.2")
    (path,) = folder.iterdir()
    assert line == (
        "streamsim: this is a fault of the program, not yours. "
        f"A report of it was written to {path}. Your progress is kept; go on with: streamsim play overview --step 3"
    )


def test_a_fault_in_the_catalogue_goes_on_with_the_catalogue():
    assert fault_line(PlayerFault("", 0, []), "1.2").endswith("go on with: streamsim")


def test_a_report_that_cannot_be_written_is_said_so_and_the_line_still_comes(folder):
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder would be")
    line = fault_line(raised(), "1.2")
    assert f"A report of it could not be written ({os.strerror(17)})." in line
    assert "\n" not in line
