"""The first page: whether our scores are the published ones, where points were lost, and the waterfall."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.lettering import short_number
from incuanalysis.display.charts.waterfall import waterfall
from incuanalysis.display.documents import letterhead
from incuanalysis.display.items import Chart, Prose, Title
from incuanalysis.display.sentences import lists
from incuanalysis.evaluation.documents.scheme_showcase import CARRIER, PLACES
from incuanalysis.plans.bureaus import DOCUMENT_KINDS

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.display.furniture import Letterhead
    from incuanalysis.evaluation.documents.scheme_showcase import Showcase

__all__ = ["carrier", "chart", "head", "overview", "printed", "title"]

KIND = "scheme_showcase"
_NAMED = 3


def printed(value: float) -> str:
    """Write points with the decimals that the office printed, without zeros at the end.

    >>> printed(0.5833333), printed(20.0), printed(52.4583333)
    ('0.583', '20', '52.458')
    """
    text = f"{value:.{PLACES}f}"
    return text.rstrip("0").rstrip(".")


def carrier(report: Report) -> str:
    """Return the carrier's name in the report's language."""
    return report.say(CARRIER.zh, CARRIER.en)


def head(report: Report) -> Letterhead:
    """Return the head of the page, in the report's language."""
    made = letterhead(report, KIND, style="plain")
    return made if report.language == "zh" else replace(made, issuer="", kind_name=DOCUMENT_KINDS[KIND].en)


def title(data: Showcase, report: Report) -> Title:
    """Return the title: whether the scores agree, where points were lost, what is not published."""
    year = report.period.first.year
    return Title(
        stamp(report),
        report.say(f"评分方法实例：{CARRIER.zh}{year}年度考核", f"Scoring by example: {CARRIER.en}, {year}"),
        report.say(data.scheme.name.zh, data.scheme.name.en),
        "",
        (_agreement(data, report), _losses(data, report), _left_over(data, report)),
    )


def _agreement(data: Showcase, report: Report) -> str:
    same, of = int(data.items["same"].sum()), len(data.items)
    ours, theirs = printed(data.score.base), printed(data.published_sum)
    if same == of:
        return report.say(
            f"{of}项基础项按“权重×min（1，实际÷目标）”重算，各项与公布得分一致（保留{PLACES}位小数），合计{ours}分。",
            f"All {of} basic items, computed anew as weight × min(1, actual ÷ target), equal the published scores to "
            f"{PLACES} decimals; they add up to {ours}.",
        )
    wrong = data.items[~data.items["same"]]
    names = lists.join(list(wrong[report.say("name", "name_en")]), most=_NAMED, word="项", language=report.language)
    return report.say(
        f"{of}项基础项中{same}项与公布得分一致，不一致的有{names}；合计为{ours}分，公布{theirs}分。",
        f"Of {of} basic items {same} equal the published scores; these do not: {names}. Sum {ours}, published {theirs}.",
    )


def _losses(data: Showcase, report: Report) -> str:
    lost = data.items[data.items["lost"] > 0].sort_values("lost", ascending=False, kind="stable")
    if lost.empty:
        return report.say("各基础项均得满分。", "Every basic item has full marks.")
    named = lost.head(_NAMED).to_dict("records")
    total = printed(float(lost["lost"].sum()))
    said_zh = "、".join(f"{row['name']}（失{printed(row['lost'])}分）" for row in named)
    said_en = ", ".join(f"{row['name_en']} ({printed(row['lost'])})" for row in named)
    return report.say(
        f"失分{total}分，{len(lost)}项未得满分，失分最多的是{said_zh}。",
        f"{total} points were lost on {len(lost)} items, most on {said_en}.",
    )


def _left_over(data: Showcase, report: Report) -> str:
    # the total is printed with fewer decimals than the items
    total, rest = printed(data.results.total), f"{data.unexplained:.1f}"
    return report.say(
        f"公布总分{total}分，比基础项合计多约{rest}分；加分项未见全文，这部分不补造。",
        f"The published total is {total}, about {rest} above the basic items; the bonus rows were not seen in full, and none "
        "is made up.",
    )


def chart(data: Showcase, report: Report) -> Chart:
    """Return the score as a waterfall."""
    source = data.results.source
    made = waterfall(data.score, report, carrier(report), source=report.say(source.citation, source.citation_en))
    # The caption of any score would take the base items for the whole and the unseen bonus for points still to be had.
    total = short_number(data.score.total)
    return replace(
        made,
        caption=report.say(
            f"基础项合计{total}分（满分{short_number(data.score.full_marks)}分）；公布总分中其余部分为未见明细的加分项",
            f"The base items come to {total} of {short_number(data.score.full_marks)} points; the rest of the published "
            "total is bonus whose rows were not seen",
        ),
    )


def overview(data: Showcase, report: Report) -> Prose:
    """Say what the page is about, and whose numbers and whose method these are."""
    source, card = data.results.source, data.results.card
    full = short_number(data.score.full_marks)
    zh = (
        f"本页用一份已公布的考核结果说明评分方法。数据为{source.citation}（{source.published}公布）所列的实际完成数、目标和得分，"
        f"于{card.recorded_at.isoformat()}录入，均为公开数据，不是演示数据。"
        f"基础项满分{full}分，每项得分＝权重×min（1，实际÷目标）：完成目标得满分，超过不多得，未完成按比例得分。"
        "所见材料未列计算公式，该公式由各项公布得分推出，并逐项核对。"
    )
    en = (
        f"This page shows how scoring works on a result that was published. Actual values, targets and scores are those of "
        f"{source.citation_en} (published {source.published}), recorded on {card.recorded_at.isoformat()}; they are public "
        f"data, no demonstration. The basic part has {full} points. An item gives weight × min(1, actual ÷ target): full "
        "marks once the target is met and no more beyond it, a proportional part below. No formula was seen; "
        "it was inferred from the published scores and checked item by item."
    )
    return Prose(stamp(report), lists.as_markdown(report.say(zh, en)))
