"""Bytes of a received file → sheets of cells."""
