"""A whole lesson as one JSON object, from which anybody can write a converter, and the JSON Schema of it."""
