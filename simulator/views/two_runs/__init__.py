"""Two runs beside each other, in words: what is not the same at their ends, and where they part."""
