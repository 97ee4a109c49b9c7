"""A lesson as text, Markdown and JSON, and the stream record as a person reads it. No screens, no terminal codes."""
