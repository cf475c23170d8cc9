"""The schemes of a project: ``data/schemes/*.yml``."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import pandas as pd

from incuanalysis.errors import BadInputError
from incuanalysis.evaluation.schemes.model import Scheme
from incuanalysis.evaluation.schemes.reading import read_scheme
from incuanalysis.project import Project, find_project
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.words import open_vocabulary

__all__ = ["FOLDER", "list_schemes", "open_scheme"]

FOLDER = "data/schemes"


def open_scheme(name: str, on: dt.date | None = None, *, project: Project | None = None) -> Scheme:
    """Open a scheme by its id, or by the family whose versions follow one another.

    Parameters
    ----------
    name
        Id or family.
    on
        Picks the version of a family that is valid on that day, and refuses a scheme that is not.
    project
        By default the one that is found; its schemes come before the carried ones of the same name.

    Raises
    ------
    BadInputError
        If there is no such scheme, none of the family is valid on the day, or more than one is.
    DamagedFileError
        If the file is no scheme; the message names the line.

    Examples
    --------
    >>> open_scheme("qingdao_benchmark_2022").name.zh
    '青岛市标杆孵化器评价标准'
    """
    project = project or find_project()
    paths = {path.stem: path for path in project.find_all(FOLDER, "*.yml").values()}
    if name in paths:
        found = [_read(paths[name], project)]
    else:
        found = [one for one in (_read(path, project) for path in paths.values()) if one.family == name]
    if not found:
        near = nearest(name, paths) or sorted(paths)
        raise BadInputError(
            f"There is no scheme {name!r} in {FOLDER}. Nearest: {', '.join(near)}.",
            f"没有方案“{name}”。可能是：{'、'.join(near)}。",
        )
    valid = [one for one in found if on is None or one.valid_on(on)]
    if len(valid) == 1:
        return valid[0]
    spans = "; ".join(f"{one.id} {one.valid_from or '…'} – {one.valid_to or '…'}" for one in found)
    spans_zh = "；".join(f"{one.id}（{one.valid_from or '不详'}至{one.valid_to or '今'}）" for one in found)
    when, when_zh = (f"on {on}", f"在{on}") if on else ("without a day", "未指明日期时")
    count, count_zh = (
        (f"{len(valid)} schemes are", f"有{len(valid)}个方案有效") if valid else ("no scheme is", "没有有效的方案")
    )
    raise BadInputError(
        f"{name!r}: {count} valid {when}; expected one. Known: {spans}.",
        f"“{name}”{when_zh}{count_zh}，应恰有一个。现有：{spans_zh}。",
    )


def list_schemes(on: dt.date | None = None, *, project: Project | None = None) -> pd.DataFrame:
    """List the schemes of a project.

    Parameters
    ----------
    on
        Keep those valid on that day.
    project
        By default the one that is found.

    Returns
    -------
    DataFrame
        One row a scheme, by id: ``id, family, name, name_en, variants, full_marks, items, conditions, graded,
        valid_from, valid_to, ours, unseen`` (how many parts of the document were not seen).
    """
    project = project or find_project()
    every = [_read(path, project) for path in project.find_all(FOLDER, "*.yml").values()]
    rows = [
        {
            "id": one.id,
            "family": one.family,
            "name": one.name.zh,
            "name_en": one.name.en,
            "variants": "、".join(words.zh for words in one.variants.values()),
            "full_marks": one.full_marks,
            "items": sum(len(group.items) for group in one.groups) + (len(one.bonus.items) if one.bonus else 0),
            "conditions": len(one.conditions),
            "graded": one.grading is not None,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
            "ours": one.ours,
            "unseen": len(one.unseen),
        }
        for one in every
        if on is None or one.valid_on(on)
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    "id", "family", "name", "name_en", "variants", "full_marks", "items", "conditions", "graded", "valid_from",
    "valid_to", "ours", "unseen",
]  # fmt: skip


def _read(path: Path, project: Project) -> Scheme:
    stat = path.stat()
    return _cached(path, stat.st_mtime_ns, stat.st_size, project)


@lru_cache(maxsize=64)
def _cached(path: Path, _time: int, _size: int, project: Project) -> Scheme:
    return read_scheme(path, open_vocabulary(project))
