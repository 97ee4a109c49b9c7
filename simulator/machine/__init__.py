"""Behaviour over time: a scenario goes in, a trace comes out."""
