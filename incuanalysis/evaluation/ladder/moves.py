"""Which class each firm is in, and how firms move between classes from year to year."""

from __future__ import annotations

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.ladder.model import ABSENT, UNKNOWN, Ladder
from incuanalysis.evaluation.standards.facts import require

__all__ = ["classify", "movers", "steps", "transitions", "truth"]


def classify(roster: pd.DataFrame, ladder: Ladder) -> pd.DataFrame:
    """Return each firm's class by what the roster of a year says.

    Parameters
    ----------
    roster
        One row a firm: ``id`` and the fields of the ladder (true, false or missing), such as
        ``wide(register, "firms")``. A field for which the roster has no column is not collected: classes that need it
        are left out, and ``attrs["not_collected"]`` names them.
    ladder
        The ladder.

    Returns
    -------
    DataFrame
        ``firm, class, certain``. A firm is in the highest class whose fields are all true; ``certain`` is false where a
        higher class cannot be ruled out because a field is missing. Where every field is missing the class is
        ``unknown``. Confidential.

    Raises
    ------
    BadInputError
        If a firm stands twice.

    Examples
    --------
    >>> from incuanalysis.evaluation.ladder.model import open_ladder
    >>> roster = pd.DataFrame({"id": ["a", "b"], "is_tech_sme": [True, True], "is_hnte": [True, None]})
    >>> classify(roster, open_ladder()).values.tolist()
    [['a', 'hnte', True], ['b', 'tech_sme', False]]
    """
    require(roster, ("id",), "roster of firms")
    if roster["id"].duplicated().any():
        twice = roster.loc[roster["id"].duplicated(), "id"].iloc[0]
        raise BadInputError(
            f"The firm {twice} stands twice in the roster of a year. Give each firm once.",
            f"企业“{twice}”在同一年名册中重复。",
        )
    usable = [one for one in ladder.classes if set(one.all) <= set(roster.columns)]
    fields = sorted({field for one in usable for field in one.all})
    made = []
    for row in roster.sort_values("id").to_dict("records"):
        said = {field: truth(row[field]) for field in fields}
        found, certain = usable[0].id, True
        for one in reversed(usable):
            answers = [said[field] for field in one.all]
            if all(answer is True for answer in answers):
                found = one.id
                break
            if all(answer is not False for answer in answers):
                certain = False
        if fields and all(answer is None for answer in said.values()):
            found, certain = UNKNOWN, False
        made.append({"firm": row["id"], "class": found, "certain": certain})
    frame = pd.DataFrame(made, columns=["firm", "class", "certain"])
    frame.attrs.update(confidential=True, not_collected=[one.id for one in ladder.classes if one not in usable])
    return frame


def movers(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return each firm's class in two years; ``absent`` where it is not on the roster.

    Parameters
    ----------
    before, after
        What :func:`classify` returned for the two years.

    Returns
    -------
    DataFrame
        ``firm, before, after``, by firm. Confidential.
    """
    joined = before.set_index("firm")["class"].rename("before").to_frame()
    joined = joined.join(after.set_index("firm")["class"].rename("after"), how="outer").fillna(ABSENT)
    made = joined.sort_index().rename_axis("firm").reset_index()
    made.attrs["confidential"] = True
    return made


def transitions(moved: pd.DataFrame, ladder: Ladder) -> pd.DataFrame:
    """Return how many firms went from which class to which.

    Parameters
    ----------
    moved
        What :func:`movers` returned.
    ladder
        The ladder.

    Returns
    -------
    DataFrame
        Counts: rows are the classes before, columns those after, in the ladder's order, then ``unknown`` and ``absent``.
        The sum over all cells is the number of firms on either roster.

    Examples
    --------
    >>> from incuanalysis.evaluation.ladder.model import open_ladder
    >>> moved = pd.DataFrame({"firm": ["a", "b"], "before": ["tech_sme", "absent"], "after": ["hnte", "micro"]})
    >>> table = transitions(moved, open_ladder())
    >>> int(table.loc["tech_sme", "hnte"]), int(table.to_numpy().sum())
    (1, 2)
    """
    order = [*ladder.ids, UNKNOWN, ABSENT]
    counts = moved.groupby(["before", "after"]).size()
    table = pd.DataFrame(0, index=pd.Index(order, name="before"), columns=pd.Index(order, name="after"), dtype="int64")
    for (before, after), number in counts.items():
        table.loc[before, after] = int(number)
    return table


def steps(table: pd.DataFrame, ladder: Ladder) -> pd.DataFrame:
    """Return how many firms made each step.

    Parameters
    ----------
    table
        What :func:`transitions` returned.
    ladder
        The ladder.

    Returns
    -------
    DataFrame
        ``step, name_zh, name_en, firms``. Firms that come onto or leave the roster make no step.
    """
    rows = [
        {"step": s.id, "name_zh": s.name.zh, "name_en": s.name.en, "firms": int(table.loc[[*s.origin], [*s.to]].to_numpy().sum())}
        for s in ladder.steps
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["step", "name_zh", "name_en", "firms"])


def truth(value: object) -> bool | None:
    """Return what a yes-or-no field says; other texts than 是, 否 and their like say nothing."""
    if isinstance(value, str):
        return {
            "是": True,
            "有": True,
            "true": True,
            "1": True,
            "否": False,
            "无": False,
            "false": False,
            "0": False,
        }.get(value.strip().lower())
    if value is None or pd.isna(value):
        return None
    return bool(value)
