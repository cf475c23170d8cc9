"""Checks at the door: what a file says of itself, and beside what came before it."""
