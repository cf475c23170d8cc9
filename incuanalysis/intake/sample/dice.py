"""Chance that a text decides: the same text, the same throws, on every machine."""

from __future__ import annotations

import random

__all__ = ["Dice"]


class Dice(random.Random):
    """A generator of random numbers that is seeded with a text; nothing here needs to be unguessable."""
