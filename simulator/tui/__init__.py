"""The player: what a learner sees and presses. The only floor that knows Textual."""
