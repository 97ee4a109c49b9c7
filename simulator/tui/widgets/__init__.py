"""The parts of a screen. Each shows what a trace says of one step; none of them runs anything."""
