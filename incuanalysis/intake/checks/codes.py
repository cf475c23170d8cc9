"""Check digits of unified social credit codes (GB 32100) and organisation codes (GB 11714)."""

from __future__ import annotations

from incuanalysis.vocabulary.matching import normalise

__all__ = ["code_fault", "credit_check", "organisation_check"]

# The standard leaves out I, O, S, V and Z, which are mistaken for digits.
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_check(first: str) -> str:
    """Return the last character of a credit code from the first 17.

    Raises
    ------
    ValueError
        If a character cannot stand in a code.

    Examples
    --------
    >>> credit_check("91350100M000100Y4")
    '3'
    """
    total = sum(_CREDIT.index(char) * pow(3, place, 31) for place, char in enumerate(first))
    return _CREDIT[-total % 31]


def organisation_check(first: str) -> str:
    """Return the last character of an organisation code from the first 8.

    Raises
    ------
    ValueError
        If a character cannot stand in a code.

    Examples
    --------
    >>> organisation_check("D2143569")
    'X'
    """
    total = sum(_ORGANISATION.index(char) * weight for char, weight in zip(first, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def code_fault(code: str) -> tuple[str, str] | None:
    """Return what is wrong with a firm's code in Chinese and English; None if it is right.

    Codes of 18 characters are unified social credit codes, those of 9 the older organisation codes.

    Examples
    --------
    >>> code_fault("91350100M000100Y43") is None, code_fault("D2143569-X") is None
    (True, True)
    >>> code_fault("91350100M000100Y44")[1]
    'its check digit does not fit'
    """
    plain = normalise(code).upper().replace("-", "")
    if len(plain) not in (9, 18):
        return f"共{len(plain)}位", f"it has {len(plain)} characters"
    check = credit_check if len(plain) == 18 else organisation_check
    try:
        right = check(plain[:-1]) == plain[-1]
    except ValueError:
        return "含有代码中不使用的字符", "it has a character that is not used in codes"
    return None if right else ("校验码不符", "its check digit does not fit")
