"""Gaps in Textual that a person or a terminal can fall into, each closed here until Textual closes it.

Every entry says which version has the gap, what happens there, and the report upstream where there is one. Textual's
command palette and Footer have such gaps too; `screens.commands` and `widgets.key_row` stand in their place.
"""
