"""The screens: the catalogue, the lesson, and the small ones on top of it."""
