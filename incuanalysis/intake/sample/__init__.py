"""Demonstration returns with an answer key."""
