"""Writing what is published: a reader finds the old file or the new one, never half of one."""

from __future__ import annotations

from incuanalysis.files import atomic_write

__all__ = ["atomic_write"]
