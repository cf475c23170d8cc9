"""Which indicator a person at the command line means: as strict as the reading of headings, so that none is guessed."""

from __future__ import annotations

from incuanalysis.intake.clean.reader import reader_of
from incuanalysis.vocabulary.indicators import Indicator
from incuanalysis.vocabulary.matching import normalise
from incuanalysis.vocabulary.words import Vocabulary

__all__ = ["find_indicator"]


def find_indicator(words: Vocabulary, text: str) -> Indicator:
    """Return the indicator with this id or name.

    Parameters
    ----------
    words
        The vocabulary.
    text
        An id, a name or an alias.

    Raises
    ------
    BadInputError
        If several may be meant, as by 毕业企业: this year's or all so far. The message lists them.
    UnknownNameError
        If no indicator has the name.

    Examples
    --------
    >>> from incuanalysis.vocabulary.words import open_vocabulary
    >>> words = open_vocabulary()
    >>> find_indicator(words, "在孵企业").id
    'tenants'
    >>> from incuanalysis.errors import BadInputError
    >>> try:
    ...     find_indicator(words, "毕业企业")
    ... except BadInputError as error:
    ...     print(error.zh)
    “毕业企业”可能指2个指标：new_graduates（当年毕业企业，家）、graduates_cumulative（累计毕业企业，家）。请写明其中一个编号或全称。
    """
    book = words.indicators
    if text in book:
        return book.get(text)
    key = normalise(text)
    # A full name says all that there is to say; an alias or a short label may be what several are called.
    if full := next((one for one in book if key in (normalise(one.zh), normalise(one.en))), None):
        return full
    read = reader_of(words).read((text,), "", "", None)
    if read.code == "ambiguous_heading" and len(read.nearest) > 1:
        raise book.several(text, [id for id in read.nearest if id in book])
    return book.find(text)
