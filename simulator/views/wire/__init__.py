"""The wire: the calls and events of each step, in the JSON of the service."""
