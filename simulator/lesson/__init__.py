"""A scenario with its trace: words, references, narration and the quiz. No screens here."""
