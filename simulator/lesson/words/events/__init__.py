"""The sentences about events: one row for each event, by the part of the flow that it belongs to."""
