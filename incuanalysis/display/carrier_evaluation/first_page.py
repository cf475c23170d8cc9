"""Title with three findings, the chart of grades, and the opening sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from incuanalysis.display.carrier_evaluation.wording import OPEN, by_class, cite, disagreeing, distribution, order
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.charts.grades import grades
from incuanalysis.display.documents.written import own_words
from incuanalysis.display.items import Chart, Prose, Title
from incuanalysis.display.numbers import digits, percent
from incuanalysis.display.sentences import lists
from incuanalysis.display.sentences.grades import distribution_words

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.carrier_evaluation import CarrierEvaluation

__all__ = ["chart", "opening", "title", "tops"]

_NAMED = 3


def title(data: CarrierEvaluation, report: Report) -> Title:
    """Return the title: the grades, who is first in each class, where points were lost and what follows."""
    return Title(
        stamp(report),
        f"关于{report.name}{data.year}年度孵化载体绩效评价结果的通报",
        "",
        "",
        (_grades(data), _tops(data), _follow(data)),
        ("演示数据",) if report.inquiry.demo else (),
    )


def _grades(data: CarrierEvaluation) -> str:
    said = distribution_words(distribution(data.results, data), not_graded=len(data.left_out))
    waiting = int((data.results["how"] == "open").sum())
    return lists.sentence(said, f"待定的{waiting}家缺部分数据，补齐后确定等次" if waiting else "")


def tops(data: CarrierEvaluation, most: int | None = None) -> list[str]:
    """Say of each class who has the highest score."""
    said = []
    for name, rows in list(by_class(data).items())[:most]:
        ranked = rows[rows["rank"].notna()]
        if ranked.empty:
            continue
        best = ranked[ranked["rank"] == ranked["rank"].min()]
        score = digits(float(best["total"].iloc[0]), places=1)
        both = "并列" if len(best) > 1 else ""
        said.append(f"{name}{len(ranked)}家中{lists.join(list(best['name']), most=_NAMED)}{both}得分最高（{score}分）")
    return said


def _tops(data: CarrierEvaluation) -> str:
    said = tops(data, _NAMED)
    lacking = int(data.results["total_known"].isna().sum())
    who = "参评载体均" if lacking == len(data.results) else f"其中{lacking}家"
    note = f"{who}有缺项，缺项暂计0分" if lacking else ""
    odd = disagreeing(data)
    check = f"{len(odd)}家得分所对应的等次与登记等次不一致，须先核对" if odd else ""
    return lists.sentence(*said, note, check) or "没有可评分的载体，本年度没有得分和排名。"


def _follow(data: CarrierEvaluation) -> str:
    lost = data.losses[data.losses["share"].notna()].head(2)
    worst = [f"{row['name']}（{percent(row['share'])}）" for row in lost.to_dict("records") if row["share"] > 0]
    said = [f"失分率最高的项目是{'、'.join(worst)}" if worst else ""]
    rows = data.following
    if len(rows):
        open_ = rows[(rows["proposal"] != "") & (rows["proposal"] != "praise") & (rows["decided"] == "")]
        for proposal, part in open_.groupby("proposal_zh", sort=False):
            said.append(f"{proposal}{lists.named(list(dict.fromkeys(part['name'])), most=_NAMED)}")
        decided = list(dict.fromkeys(rows.loc[rows["decided"] != "", "name"]))
        said.append(f"已作出处理决定{len(decided)}家" if decided else "")
    near = [one.name for one in data.steps if one.near]
    said.append(f"接近上一级认定条件的{lists.named(near, most=_NAMED)}" if near else "")
    return lists.sentence(*said) or "没有可比较的得分项目，也没有登记处理意见。"


def chart(data: CarrierEvaluation, report: Report) -> tuple[Chart, ...]:
    """Return the chart of grades by class; nothing where no carrier took part."""
    if data.results.empty:
        return ()
    counts = {name or "全部载体": distribution(rows, data) for name, rows in by_class(data).items()}
    total = distribution(data.results, data)
    listed = lists.counted(total, "家")
    source = "各载体报送的报表和专家评分；等次已登记的按登记，未登记的按方案测算，缺数据而可能变化的为待定"
    caption = f"参评{len(data.results)}家：{listed}"
    return (grades(counts, order(data), report, unsettled=OPEN, caption=caption, source=source),)


def opening(data: CarrierEvaluation, report: Report) -> Prose:
    """Say by what the carriers were evaluated; what the office wrote as a preface stands before it."""
    said = f"依据{cite(data)}，对{report.name}孵化载体{data.year}年度绩效进行了评价。现将结果通报如下。"
    preface = own_words(data.texts, "preface")
    return Prose(stamp(report), "\n\n".join(part for part in (preface, lists.as_markdown(said)) if part))
