"""Many small cases of one test: as tests of their own they would cost more than what they check."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any


def in_each_case(names: str, cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As pytest.mark.parametrize, but as one test, which goes through all cases and names those that fail.

    The cases share the test's fixtures, so it is for those that no case changes.
    """
    named = [name.strip() for name in names.split(",")]
    chosen = [(case,) if len(named) == 1 else tuple(case) for case in cases]

    def of_one(test: Callable[..., None]) -> Callable[..., None]:
        def of_all(**fixtures: Any) -> None:
            failures = []
            for case in chosen:
                values = dict(zip(named, case, strict=True))
                try:
                    test(**fixtures, **values)
                except Exception as failure:
                    failures.append((values, failure))
            if failures:
                _, first = failures[0]
                for values, failure in failures:
                    first.add_note(f"{values}: {type(failure).__name__}: {str(failure).splitlines()[:1]}")
                raise first

        signature = inspect.signature(test)
        fixtures = [each for name, each in signature.parameters.items() if name not in named]
        of_all.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        of_all.__name__ = test.__name__
        return of_all

    return of_one
