"""How the sample's carriers fare over the years: who is graded, who fails, who is exempted, who had an accident.

What is laid down here is whose material was missing, so that every course of dynamic management can be seen: failing
once, twice running, and once with a re-evaluation that is passed.
"""

from __future__ import annotations

from incuanalysis.evaluation.sample.district import SampleDistrict

__all__ = ["SCHEME", "exempted", "failing", "graded_years", "incidents", "put_right", "scored"]

SCHEME = "default_bureau"
_CLASSES = ("general", "specialised", "makerspace")
# So many carriers are needed before some of them are made to fail.
_LEAST = 5


def scored(district: SampleDistrict) -> list[tuple[str, str]]:
    """Return (name, class) of the carriers that the scheme has marks for."""
    found = []
    for row in district.carriers.to_dict("records"):
        kind = row["focus"] if row["type"] == "incubator" else row["type"]
        if kind in _CLASSES:
            found.append((str(row["name"]), str(kind)))
    return found


def graded_years(district: SampleDistrict) -> tuple[int, ...]:
    """Return the years whose grades are known: all with numbers but the last, and two at least."""
    last = district.years[-1]
    return tuple(range(min(district.years[0], last - 2), last))


def failing(district: SampleDistrict, year: int) -> frozenset[str]:
    """Return who handed in no material for a year's evaluation, and therefore failed."""
    twice, right, once = _chosen(district)
    if year == district.focus:
        return frozenset(twice | once)
    return frozenset(twice | right) if year == district.focus - 1 else frozenset()


def put_right(district: SampleDistrict) -> frozenset[str]:
    """Return who failed in the year before the one shown most and passed the re-evaluation."""
    return frozenset(_chosen(district)[1])


def incidents(district: SampleDistrict, year: int) -> frozenset[str]:
    """Return who had a serious accident in a year."""
    names = [name for name, _ in scored(district)]
    return frozenset(names[4:5]) if year == district.focus and len(names) > _LEAST else frozenset()


def exempted(district: SampleDistrict) -> str | None:
    """Return who is exempted from the evaluation of the year that is shown most."""
    names = [name for name, _ in scored(district)]
    return names[-1] if len(names) > _LEAST else None


def _chosen(district: SampleDistrict) -> tuple[set[str], set[str], set[str]]:
    """Return who fails twice running, once with a passed re-evaluation, and once in the year shown most."""
    names = [name for name, _ in scored(district)]
    if len(names) <= _LEAST:
        return set(), set(), set()
    levels = dict(zip(district.carriers["name"], district.carriers["level"], strict=True))
    # the district itself can take the title only from carriers that it recognised
    low = [name for name in names[:-1] if levels[name] == "district" and name not in names[4:5]] or names[:1]
    others = [name for name in names[:4] if name != low[0]]
    return {low[0]}, {others[0]}, {others[1]}
