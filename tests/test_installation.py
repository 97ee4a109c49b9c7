"""The package as people get it: a wheel in an empty environment, far from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = ("-p", "no:hypothesispytest", "-p", "no:asyncio", "-p", "no:xdist")
"""Plugins that this project has for its own tests; to load them takes longer than the test."""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command without this test's own Python settings and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the commands of a new environment that has the wheel.

    The wheel's dependencies come from this interpreter's own packages, and not from an index: to install it again
    takes longer than all the tests here. No editable install is seen there, for a `.pth` file names the folder.
    """
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)  # as pip does, without pip
    wheel = next(folder.glob("*.whl"))
    environment = folder / "environment"
    venv.create(environment)  # without a pip of its own, which would take longer than all the rest
    pip = (sys.executable, "-m", "pip", "--python", environment, "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--no-deps", "--no-compile", wheel, cwd=folder)  # half of it is never imported here
    commands = environment / ("Scripts" if os.name == "nt" else "bin")
    own = run(commands / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip()
    (Path(own) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return commands


GIVEN_OUT = {"rich", "pydantic_core"}
"""Packages of textual's and pydantic's own, whose types these give out."""


def test_every_package_that_the_program_imports_is_a_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split("[<>=]", dependency)[0] for dependency in project["dependencies"]}
    graph = grimp.build_graph("simulator", include_external_packages=True, cache_dir=None)
    at_hand = sys.stdlib_module_names | GIVEN_OUT | {"simulator", "pytest"}  # the plugin runs inside pytest
    others = {module.partition(".")[0] for module in graph.modules} - at_hand
    providers = packages_distributions()
    assert {provider.lower() for name in others for provider in providers[name]} == declared


def test_the_wheel_runs_a_lesson_away_from_the_checkout(installed, tmp_path, streamsim):
    printed = run(installed / "streamsim", "run", "overview", cwd=tmp_path)
    assert "Consumer processes the change" in printed
    assert printed == streamsim("run", "overview").out


WHAT_IT_HAS = """
import inspect, sys
from importlib.resources import files
from pathlib import Path
from simulator.cli.main import main
from simulator.tui.screens.lesson import LessonScreen

assert "site-packages" in inspect.getfile(main)
assert (Path(inspect.getfile(LessonScreen)).parent / LessonScreen.CSS_PATH).is_file()
for command in ("list --format json", "new lesson.yaml", "check lesson.yaml", "schema"):
    assert main(command.split()) == 0
    print("\f", end="")
print((files("simulator") / "templates" / "scenario.schema.json").read_text("utf-8"), end="")
"""


def test_the_wheel_has_every_lesson_the_template_the_schema_and_the_style_sheet(installed, tmp_path):
    listed, _, checked, schema, kept_schema = run(installed / "python", "-c", WHAT_IT_HAS, cwd=tmp_path).split("\f")
    names = [path.stem for path in (ROOT / "scenarios").glob("*.yaml")]
    assert [name for name in names if f'"name": "{name}"' not in listed] == []
    assert "no problems" in checked
    assert schema == kept_schema == (ROOT / "assets" / "scenario.schema.json").read_text(encoding="utf-8")


def test_the_wheels_pytest_plugin_takes_lessons_as_tests(installed, tmp_path, monkeypatch, streamsim):
    monkeypatch.chdir(tmp_path)
    assert streamsim("new", "lesson.yaml").status == streamsim("test", "--update", "lesson.yaml").status == 0
    printed = run(installed / "python", "-m", "pytest", *NOT_OURS, "-v", "--streamsim", cwd=tmp_path)
    assert "4 passed" in printed
    assert "lesson.yaml::answers_hold PASSED" in printed


def test_the_module_runs_like_the_command(installed, tmp_path):
    assert run(installed / "python", "-m", "simulator", "--version", cwd=tmp_path).startswith("streamsim 0.")
