"""Names as they are typed: one spelling for comparing, and the nearest known names for a message."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

__all__ = ["nearest", "normalise"]

# Sources bracket the same addition in any of these; NFKC has already made the full-width ones plain.
_BRACKETS = str.maketrans("<>〈〉", "()()")
# Control and format characters: byte-order marks, zero-width spaces and line breaks inside cells.
_INVISIBLE = frozenset({"Cc", "Cf"})
# A containing name is a likelier slip (鹿城 for 鹿城区) than one that only shares characters.
_CONTAINS = 0.2
_LEAST = 0.4


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    r"""Return the spelling under which names are compared.

    Applies NFKC, removes white space (also full-width) and invisible characters
    wherever they stand, writes all of ``〈〉<>（）`` as ``()`` and lower-cases.

    Parameters
    ----------
    text
        A name as it stands in a source or was typed.

    Returns
    -------
    str
        The comparable spelling; ``normalise(normalise(x)) == normalise(x)``.

    Examples
    --------
    >>> normalise("内 蒙 古"), normalise("全\u3000\u3000国"), normalise("鹿城经开区〈筹〉")
    ('内蒙古', '全国', '鹿城经开区(筹)')
    >>> normalise(" Inner  Mongolia ")
    'innermongolia'
    """
    while True:
        # A removed space can bring a letter and its accent together, which then compose: repeat until stable.
        plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS).lower()
        kept = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in _INVISIBLE)
        if kept == text:
            return kept
        text = kept


def nearest(text: str, candidates: Iterable[str], n: int = 3) -> list[str]:
    """Return the known names closest to one that is not known.

    Mixes :class:`difflib.SequenceMatcher` with the share of common characters
    and of those at the same place, because a slip in a name of two or three
    Chinese characters leaves little for a sequence comparison alone to go by.

    Parameters
    ----------
    text
        What was typed.
    candidates
        The known names; doubles are taken once.
    n
        The most names to return.

    Returns
    -------
    list of str
        The names as given, best first, ties by length and then alphabetically;
        empty if none is near.

    Examples
    --------
    >>> nearest("温洲市", ["温州市", "鹿城区", "杭州市"])
    ['温州市']
    >>> nearest("Zhejang", ["Zhejiang", "Zhengzhou", "浙江"], n=1)
    ['Zhejiang']
    """
    wanted = normalise(text)
    if not wanted or n < 1:
        return []
    letters = Counter(wanted)
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(wanted)
    scored: list[tuple[float, int, str]] = []
    for candidate in dict.fromkeys(candidates):
        known = normalise(candidate)
        common = (letters & Counter(known)).total()
        if not common:
            continue
        matcher.set_seq1(known)
        placed = sum(a == b for a, b in zip(wanted, known, strict=False))
        score = (matcher.ratio() + 2 * (common + placed) / (len(wanted) + len(known))) / 3
        if known in wanted or wanted in known:
            score += _CONTAINS
        if score >= _LEAST:
            scored.append((-score, len(known), candidate))
    return [candidate for _, _, candidate in sorted(scored)[:n]]
