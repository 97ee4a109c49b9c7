"""The scenario format as a JSON Schema and as a reference."""
