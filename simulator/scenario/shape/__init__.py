"""The shape of a lesson file: what pydantic finds wrong with it, and the parts of it that are right all the same."""
