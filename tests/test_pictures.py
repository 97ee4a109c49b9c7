"""The README's pictures show the player as it is now."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import textual_sped_up  # noqa: F401

ASSETS = Path(__file__).resolve().parent.parent / "assets"
_spec = importlib.util.spec_from_file_location("make_pictures", ASSETS / "make_pictures.py")
assert _spec is not None
assert _spec.loader is not None
make_pictures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make_pictures)


def words(svg: str) -> list[str]:
    """The texts of a picture in their order; colours and sizes are Textual's business."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.parametrize("name", make_pictures.PICTURES)
async def test_the_picture_says_what_the_screen_says(name):
    shown = await make_pictures.picture(*make_pictures.PICTURES[name])
    kept = (ASSETS / name).read_text(encoding="utf-8")
    assert words(kept) == words(shown), "run: make pictures"


def test_a_picture_loads_nothing_from_the_net():
    for name in make_pictures.PICTURES:
        kept = (ASSETS / name).read_text(encoding="utf-8")
        assert "@font-face" not in kept, name
        assert "<image" not in kept, name
