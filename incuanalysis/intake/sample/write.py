"""Demonstration returns: files as a bureau receives them, with an answer key and the truth behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from incuanalysis.errors import BadInputError
from incuanalysis.intake.sample.annexes import annexes
from incuanalysis.intake.sample.chance import Chance, Shares, for_annexes
from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.duties import LIMITS, duties_text
from incuanalysis.intake.sample.headline import fill_headlines
from incuanalysis.intake.sample.layouts import Document, monthly, quarterly
from incuanalysis.intake.sample.registers import carrier_register, firm_roster
from incuanalysis.intake.sample.world import District, World, make_world
from incuanalysis.intake.sample.writer import SampleResult, Step, Writer
from incuanalysis.project import Project
from incuanalysis.vocabulary.periods import Period
from incuanalysis.vocabulary.words import Vocabulary, open_vocabulary

__all__ = ["make_sample"]

#: Districts that report on their plans in the small sample, too.
_SMALL = frozenset(["330305"])
#: Called with the number of returns made and of all returns.
Progress = Callable[[int, int], None]


def make_sample(
    project: Project,
    out: Path,
    *,
    seed: int = 1,
    regions: int | None = None,
    small: bool = False,
    progress: Progress | None = None,
) -> SampleResult:
    """Write demonstration returns, ``answer_key.jsonl``, ``truth.csv``, ``duties.yml`` and ``limits.yml``.

    Parameters
    ----------
    project
        Whose vocabulary names the regions.
    out
        Where to write; a new or empty folder.
    seed
        Chance: the same seed gives the same bytes of every file.
    regions
        Write plain quarterly returns of that many invented counties, over two years, as a project of its own.
    small
        A few towns and one year a district, with more errors: for tests.
    progress
        Called now and then with the returns made and their number.

    Raises
    ------
    BadInputError
        If the folder holds something already, or the number of regions is out of range.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInputError(
            f"{out} 已有内容；演示数据请写到新的或空的文件夹。 {out} is not an empty folder: name a new one."
        )
    if regions is not None:
        from incuanalysis.intake.sample.scale import make_counties

        return make_counties(project, out, seed=seed, regions=regions, progress=progress)
    words = open_vocabulary(project)
    world = make_world(words.regions, seed, small=small)
    for district in world.districts:
        if district.id in _SMALL or not small:
            fill_headlines(world, district, seed)
    shares = Shares(0.3, 0.8, 0.8, 0.05) if small else Shares()
    annexes = for_annexes(Dice(f"{seed}/annexes"), shares)
    with ExitStack() as stack:
        writer = Writer(
            out, world, Chance(Dice(f"{seed}/errors"), shares, Dice(f"{seed}/files")), stack, annexes=annexes
        )
        total = sum(len(district.years) * 18 + 1 for district in world.districts)
        done = 0
        for district in world.districts:
            for step in _steps(world, district, words):
                writer.take(step)
                done += 1
                if progress:
                    progress(done, total)
        writer.finish()
    (out / "duties.yml").write_text(duties_text(world), encoding="utf-8", newline="\n")
    (out / "limits.yml").write_text(LIMITS, encoding="utf-8", newline="\n")
    return writer.result


def _steps(world: World, district: District, words: Vocabulary) -> Iterator[Step]:
    """Return a district's returns in the order of their periods."""
    first = district.years[0]
    yield Step([carrier_register(world, district, first - 1)])
    for year in district.years:
        for month in Period.of_year(year).split("month"):
            before = _monthly_before(world, district, month) if month.last.month > 1 else None
            yield Step([monthly(world, district, month)], before)
            if month.last.month % 3 == 0:
                quarter = Period(month.last.plus(-2), month.last)
                number = (year - first) * 4 + month.last.month // 3 - 1
                documents = _quarterly(world, district, quarter, number, words)
                past = _quarters_before(world, district, quarter, number, words) if month.last.month > 3 else None
                yield Step(documents, past)
        formats = {"420700": "xls", "370200": "xlsx"}
        yield Step([firm_roster(world, district, year, format=formats.get(district.id, "xlsx"))])
        yield Step([carrier_register(world, district, year)])


def _monthly_before(world: World, district: District, month: Period) -> Callable[[], list[Document]]:
    return lambda: [monthly(world, district, month.previous())]


def _quarterly(world: World, district: District, quarter: Period, number: int, words: Vocabulary) -> list[Document]:
    """Return what is due for a quarter; the district's own return carries the sheets on its plan."""
    documents = list(quarterly(world, district, quarter, number))
    documents[0].pages += annexes(world, district, quarter, words)
    return documents


def _quarters_before(
    world: World, district: District, quarter: Period, number: int, words: Vocabulary
) -> Callable[[], list[Document]]:
    return lambda: _quarterly(world, district, quarter.previous(), number - 1, words)
