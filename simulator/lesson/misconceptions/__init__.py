"""The wrong beliefs, and how one is recognised."""
