"""The statements of README and CONTRIBUTING hold."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from simulator.lesson.lesson import lesson_of
from simulator.scenario.columns import COLUMNS
from simulator.scenario.complaints.complaint import CODES
from simulator.scenario.events import Event
from simulator.scenario.format.json_schema import scenario_schema
from simulator.scenario.format.reference import reference_text
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.variables import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_lesson_in_the_readme_is_one_and_passes_a_strict_check(tmp_path, streamsim):
    (lesson,) = blocks(README, "yaml")
    assert lesson_of(scenario_from_text(lesson)).questions[0].right_letters == "B"
    (tmp_path / "lesson.yaml").write_text(lesson, encoding="utf-8")
    done = streamsim("check", "--strict", str(tmp_path / "lesson.yaml"))
    assert done.status == 0, done.out


def test_the_python_in_the_readme_prints_what_it_says(capsys):
    (code,) = blocks(README, "python")
    exec(compile(code, "README.md", "exec"), {})
    said = re.findall(r"# (.+)", code)
    assert capsys.readouterr().out.splitlines() == said


def test_the_timeline_in_the_guide_can_be_run():
    [timeline] = [each for each in blocks(CONTRIBUTING, "yaml") if each.startswith("timeline")]
    head = "title: t\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
    trace = lesson_of(scenario_from_text(head + timeline)).trace
    assert len(trace.writes) == 109  # five alone, two in the batch, two in the transaction, a hundred in the repeat
    assert not any(change.error for change in trace.writes.values())


def test_the_pattern_in_the_guide_is_one():
    [mapping] = [each for each in blocks(CONTRIBUTING, "yaml") if each.startswith("filter_criteria")]
    indented = "".join(f"    {line}\n" for line in mapping.splitlines())
    head = "title: t\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
    rest = "timeline:\n  - put: {order_id: o-1}\nconsumers:\n  - name: f\n    type: lambda\n"
    assert len(scenario_from_text(head + rest + indented).consumers[0].filter_criteria) == 1


def test_the_reference_is_what_the_models_say():
    assert (ROOT / "assets" / "format.md").read_text(encoding="utf-8") == reference_text(), "run: make reference"


def test_the_reference_has_every_key_of_the_format_and_every_code():
    text = reference_text()
    for definition in (scenario_schema(), *scenario_schema()["definitions"].values()):
        for key, value in definition.get("properties", {}).items():
            assert f"| `{key}` |" in text
            assert value["description"]
    for code, meaning in CODES.items():
        assert f"| {code} | {meaning} |" in text


def test_every_link_in_the_reference_leads_to_a_heading():
    text = reference_text()
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}
    assert len(anchors) == len(headings)
    linked = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert len(linked) > 20
    assert linked <= anchors


def test_the_guide_names_only_codes_and_keys_that_there_are():
    assert set(re.findall(r"\b[YSDLW][0-9]{3}\b", CONTRIBUTING)) <= set(CODES)


pytest_plugins = ["pytester"]
NOT_OURS = ("-p", "no:hypothesispytest", "-p", "no:asyncio", "-p", "no:xdist", "-p", "no:cacheprovider")
"""Plugins that an author need not have; to load them takes longer than the tests."""
GUIDE = CONTRIBUTING[CONTRIBUTING.index("## Writing a lesson") : CONTRIBUTING.index("## The scenario format")]


def test_every_command_of_the_guide_for_authors_works_one_after_another(pytester, monkeypatch, streamsim):
    ended = SimpleNamespace(sleep=lambda seconds: (_ for _ in ()).throw(KeyboardInterrupt))
    monkeypatch.setattr("simulator.terminal.watch.time", ended)
    # Those in a block, and those in a sentence; without a terminal `play` and `watch` print the run.
    commands = re.findall(r"(?:^|(?<!`)`)((?:streamsim|pytest) [^`\n]+)(?=`(?!`)|$)", GUIDE, re.MULTILINE)
    said = [" ".join(command.split()[:2]) for command in commands]
    assert said == [
        *(f"streamsim {each}" for each in ("new", "run", "label", "watch", "check", "test", "check", "test")),
        *["pytest --streamsim"] * 2,
        *("streamsim play", "streamsim list", "streamsim schema"),
    ]
    for command in commands:
        program, *arguments = command.split()
        if program == "streamsim":
            done = streamsim(*arguments)
            assert done.status == 0, (command, done)
        else:
            assert pytester.runpytest_inprocess(*NOT_OURS, *arguments).ret == 0, command
    assert (pytester.path / "my-lesson.run.txt").is_file()


def test_the_workflow_of_the_guide_runs_the_commands_that_the_guide_tries():
    [workflow] = [yaml.safe_load(each) for each in blocks(GUIDE, "yaml") if "runs-on" in each]
    ran = [step["run"] for step in workflow["jobs"]["lessons"]["steps"] if step.get("run", "").startswith("streamsim")]
    tried = [line for each in blocks(GUIDE, "sh") for line in each.splitlines()]
    assert ran == ["streamsim check . --strict --format github", "streamsim test ."]
    assert set(ran) <= set(tried)


def test_the_other_beginning_that_the_guide_names_works_too(tmp_path, monkeypatch, streamsim):
    monkeypatch.chdir(tmp_path)
    [source] = re.findall(r"`--from ([a-z-]+)`", GUIDE)
    assert streamsim("new", "my-lesson.yaml", "--from", source).status == 0
    assert streamsim("check", ".", "--strict").status == 0


@pytest.mark.parametrize("name", [*VARIABLES, *COLUMNS])
def test_the_guide_names_everything_that_can_be_shown(name):
    assert f"`{name}`" in CONTRIBUTING


def test_the_table_of_events_in_the_guide_has_the_rows_of_the_format():
    table = CONTRIBUTING[CONTRIBUTING.index("| Event | What happened |") : CONTRIBUTING.index("### Markdown in texts")]
    rows = [f"| `{event.value}` | {event.row.meaning} |" for event in Event]
    assert table.split("\n")[2:] == [*rows, "", ""]


def test_the_readme_names_the_test_command_that_ci_calls():
    assert "make test" in README
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_pictures_and_files_that_the_documents_link_to_are_there():
    for text in (README, CONTRIBUTING, ARCHITECTURE):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (ROOT / target).exists(), target


def test_every_file_that_the_architecture_names_exists():
    named = re.findall(r"`((?:simulator|tests|assets|scenarios)/[^`]*)`", ARCHITECTURE)
    assert len(named) > 20
    assert [each for each in named if not (ROOT / each).exists()] == []


def test_the_architecture_describes_every_folder_of_the_package():
    floors = ARCHITECTURE[ARCHITECTURE.index("## The floors") : ARCHITECTURE.index("## From a lesson file")]
    package = ROOT / "simulator"
    folders = [each.name for each in package.iterdir() if (each / "__init__.py").is_file()]
    assert len(folders) > 7
    assert [each for each in folders if f"`simulator/{each}/`" not in floors] == []
