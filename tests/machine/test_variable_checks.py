"""Random runs: each record counts once in Stream Records, and each state says what is."""

from __future__ import annotations

import pytest
from random_runs import random_runs
from variable_checks import check_variables


@pytest.mark.slow
def test_the_variables_of_random_runs_say_what_is() -> None:
    runs = 0
    for run in random_runs(range(150)):
        check_variables(run.trace)
        runs += 1
    assert runs > 80
