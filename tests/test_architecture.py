"""The promises that the code as a whole keeps: floors, style, types, what is imported, what is never named."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool in the repository's folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def succeeds(*command: str) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_floor_imports_only_floors_below_it():
    succeeds(sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


@functools.cache
def imports_of_the_program() -> dict[str, set[str]]:
    """Which modules of the program each of them imports: at its top, in a function, or for type checking alone."""
    graph = grimp.build_graph("simulator", cache_dir=None)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}


def in_circles(imports: Mapping[str, set[str]]) -> set[str]:
    """The modules that import themselves, by way of others."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            new = imports[waiting.pop()] - seen
            seen |= new
            waiting += new
        return seen

    return {name for name in imports if name in reached(name)}


def test_a_circle_is_found_and_nothing_beside_it():
    imports = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set[str]()}
    assert in_circles(imports) == {"b", "c"}


def test_no_import_circle_is_left():
    imports = imports_of_the_program()
    assert "simulator.scenario.files.lesson_key" in imports["simulator.learner.learner"]
    assert in_circles(imports) == set()


def folders_both_ways(imports: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    """The pairs of folders beside each other of which each imports the other; a module is named with its folders."""

    def side_by_side(one: str, other: str) -> tuple[str, str]:
        """The folders of two modules where their paths part; empty names where one of them is no folder."""
        parts, others = one.split("."), other.split(".")
        depth = next((at for at, (a, b) in enumerate(zip(parts, others, strict=False)) if a != b), 0)
        are_folders = depth and depth < min(len(parts), len(others)) - 1
        return (".".join(parts[: depth + 1]), ".".join(others[: depth + 1])) if are_folders else ("", "")

    ways = {side_by_side(name, each) for name, found in imports.items() for each in found} - {("", "")}
    return {(one, other) for one, other in ways if one < other and (other, one) in ways}


def test_folders_that_import_each_other_are_found():
    imports = {"p.a.x": {"p.b.y", "p.c"}, "p.b.z": {"p.a.w"}, "p.c": {"p.a.x"}, "p.a.w": {"p.a.x"}}
    assert folders_both_ways(imports) == {("p.a", "p.b")}


def test_no_two_folders_beside_each_other_import_each_other():
    assert folders_both_ways(imports_of_the_program()) == set()


def test_ruff_has_nothing_to_say():
    succeeds(sys.executable, "-m", "ruff", "check", ".")


def test_the_code_is_formatted():
    succeeds(sys.executable, "-m", "ruff", "format", "--check", ".")


def test_mypy_has_nothing_to_say():
    succeeds(sys.executable, "-m", "mypy")


def modules_after(statement: str) -> set[str]:
    """The modules that a new interpreter has imported after a statement."""
    done = run(sys.executable, "-c", f"import sys; {statement}; print(*sys.modules, file=sys.stderr)")
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_the_public_names_import_no_textual():
    modules = modules_after("import simulator; simulator.simulate(simulator.load_scenario('overview'))")
    assert "simulator.machine.machine" in modules
    assert not modules & {"textual", "rich", "simulator.views", "simulator.lesson"}


def test_import_simulator_alone_is_cheap():
    modules = modules_after("import simulator")
    assert "simulator" in modules
    assert not modules & {"textual", "rich", "pydantic", "yaml"}


def texts() -> list[Path]:
    """Every text file of the program and its lessons."""
    suffixes = {".py", ".yaml", ".tcss", ".tsv", ".json", ".md", ".typed"}
    folders = (ROOT / "simulator", ROOT / "scenarios")
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in suffixes]


def test_nothing_names_a_folder_of_the_machine_it_was_written_on():
    place = re.compile(r"""(?<![\w./:])/(work|tmp|home|root|Users|var|usr)\b""")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if place.search(line)
    ]
    assert len(texts()) > 30
    assert found == []


def test_the_machine_reads_no_clock_no_random_source_and_no_environment():
    forbidden = re.compile(r"^\s*(import|from) (time|random|secrets|uuid|os|datetime)\b", re.MULTILINE)
    for folder in ("dynamodb", "machine"):
        for path in sorted((ROOT / "simulator" / folder).rglob("*.py")):
            found = {match[2] for match in forbidden.finditer(path.read_text(encoding="utf-8"))}
            assert found <= {"datetime"}, path  # datetime formats a stream's label
            assert ".now(" not in path.read_text(encoding="utf-8"), path
