"""Writes the tables of keys in README.md anew, from the player's own table."""

from __future__ import annotations

from pathlib import Path

from simulator.tui.keys import markdown

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- made by make reference: keys -->\n", "<!-- keys end -->"

text = README.read_text(encoding="utf-8")
before, _, rest = text.partition(BEGIN)
_, end, after = rest.partition(END)
README.write_text(f"{before}{BEGIN}{markdown()}{end}{after}", encoding="utf-8", newline="\n")
