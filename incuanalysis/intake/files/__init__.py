"""Bytes of a received file → sheets of cells."""

from incuanalysis.intake.files.opened import Opened, Unreadable
from incuanalysis.intake.files.opening import open_file

__all__ = ["Opened", "Unreadable", "open_file"]
