"""Two runs beside each other: a lesson's own, and that of a belief or of a variation."""
