"""Predict mode: steps that are asked about before they are shown."""
