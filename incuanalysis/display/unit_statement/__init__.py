"""The statement for a unit: sections as titles, sentences, tables and a box to confirm or object."""

from incuanalysis.display.unit_statement.figures import figures
from incuanalysis.display.unit_statement.first_page import head, lead, salutation, title
from incuanalysis.display.unit_statement.found import found
from incuanalysis.display.unit_statement.reply import reply
from incuanalysis.display.unit_statement.targets import targets

__all__ = ["figures", "found", "head", "lead", "reply", "salutation", "targets", "title"]
