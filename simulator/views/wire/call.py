"""A call or an event as it went over the wire, and where its values differ from those of the call before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

JsonPath = tuple[str | int, ...]
"""The way to a value in JSON: names and indexes. It begins with `request` or `response`."""

ERROR = "com.amazonaws.dynamodb.v20120810#"
"""The namespace before the name of an error."""


class Exchange(NamedTuple):
    """A request and its answer, as plain JSON values."""

    request: Any
    response: Any = None
    is_answered: bool = True
    """Whether the answer is there by the end of the step: a function that was invoked answers in a later one."""


class Pending(NamedTuple):
    """A call whose JSON is made when somebody looks at it."""

    name: str
    """The operation of the API, or `Invoke` for an event that a function gets."""
    by: str
    """The caller: `application`, `Lambda`, a mapping's function, a consumer, or a worker of it."""
    to: str
    """Who is called: a service, or a function."""
    about: str
    """The consumer and shard that it is about; empty for a call of the application."""
    exchange: Callable[[], Exchange]

    @property
    def kind(self) -> tuple[str, str]:
        """A call is compared with the last one of its kind."""
        return self.name, self.about


class Call(NamedTuple):
    """A call or an event as it went."""

    name: str
    by: str
    to: str
    request: Any
    response: Any
    is_answered: bool
    """Whether the response is there by the end of the step."""
    changed: tuple[JsonPath, ...]
    """The values that are not as in the last call of the kind; empty for the first."""
    missing: tuple[JsonPath, ...]
    """The members that the last call of the kind had and this one has not."""
    is_compared: bool
    """Whether there was a call of the kind before it."""

    @property
    def differs(self) -> bool:
        """Whether something is not as in the last call of the kind."""
        return bool(self.changed or self.missing)


def call_of(pending: Pending, last: Pending | None) -> Call:
    """A call, compared with the last one of its kind."""
    now = pending.exchange()
    changed: tuple[JsonPath, ...] = ()
    missing: tuple[JsonPath, ...] = ()
    if last is not None:
        then = last.exchange()
        # What has not come yet is not a value that is gone.
        sides = [("request", then.request, now.request)]
        if now.is_answered:
            sides.append(("response", then.response if then.is_answered else _NOTHING, now.response))
        changed = tuple(path for name, before, after in sides for path in _differences(before, after, (name,)))
        missing = tuple(path for name, before, after in sides for path in _missing(before, after, (name,)))
    names, values = (pending.name, pending.by, pending.to), (now.request, now.response, now.is_answered)
    return Call(*names, *values, changed, missing, last is not None)


def error(name: str, message: str) -> dict[str, str]:
    """The answer of a call that the service refuses."""
    return {"__type": ERROR + name, "message": message}


_NOTHING = object()
"""What stands where the last call had no value."""


def _differences(then: Any, now: Any, path: JsonPath) -> Iterator[JsonPath]:
    """The paths of the values that are not as they were, each as deep as both have the same structure."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name, value in now.items():
            yield from _differences(then.get(name, _NOTHING), value, (*path, name))
    elif isinstance(then, list) and isinstance(now, list) and now:
        for index, value in enumerate(now):
            yield from _differences(then[index] if index < len(then) else _NOTHING, value, (*path, index))
    elif then != now:
        yield path


def _missing(then: Any, now: Any, path: JsonPath) -> Iterator[JsonPath]:
    """The paths of the members of objects that are not there any more."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name, value in then.items():
            if name not in now:
                yield (*path, name)
            else:
                yield from _missing(value, now[name], (*path, name))
