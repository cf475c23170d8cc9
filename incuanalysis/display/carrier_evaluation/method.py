"""Who was to be evaluated, who took part, and by which items, weights and grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from incuanalysis.display.carrier_evaluation.wording import TYPES, annex_labels, cite, level_name
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Prose, Table
from incuanalysis.display.numbers import digits
from incuanalysis.display.sentences import lists
from incuanalysis.display.sentences.grades import not_graded_words
from incuanalysis.display.tables.build import ColumnSpec, build_table
from incuanalysis.evaluation.schemes.wording import plain
from incuanalysis.evaluation.standards.model import LEVELS

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.carrier_evaluation import CarrierEvaluation
    from incuanalysis.evaluation.schemes.model import Grade
    from incuanalysis.evaluation.schemes.model import Item as SchemeItem
    from incuanalysis.evaluation.schemes.outcome import ItemScore

__all__ = ["items", "method", "scope"]

# Names in one sentence; of more, reasons with counts only.
_NAMED = 30


def scope(data: CarrierEvaluation, report: Report) -> Prose:
    """Say how many carriers there are by class and level, who took part, and who did not and why."""
    types = Counter(TYPES.get(str(one), "类型未登记") for one in data.register["type"])
    levels = Counter(level_name(one) for one in data.register["level"])
    ordered = [*(level_name(one) for one in reversed(LEVELS)), "未认定"]
    known = {name: types[name] for name in [*TYPES.values(), "类型未登记"]}
    plan = f"《{data.plan.name()}》和" if data.plan else ""
    said = [
        f"评价依据为{plan}{cite(data)}。评价期为{data.year}年，数据为各载体报送的报表和专家评分。",
        lists.sentence(
            f"{report.name}登记的孵化载体共{len(data.register)}家",
            lists.counted(known, "家"),
            "按级别分，" + lists.counted({name: levels[name] for name in ordered}, "家"),
        ),
        lists.sentence(f"参评{len(data.results)}家", _left_out(data)),
    ]
    return Prose(stamp(report), "\n\n".join(lists.as_markdown(one) for one in said))


def _left_out(data: CarrierEvaluation) -> str:
    if not data.left_out:
        return "全部参评" if len(data.results) > 1 else ""
    if len(data.left_out) <= _NAMED:
        return not_graded_words(data.left_out)
    counts = Counter(data.left_out.values())
    listed = "，".join(f"{why}{count}家" for why, count in counts.items())
    return f"未参评{len(data.left_out)}家（{listed}），名单见载体登记"


def method(data: CarrierEvaluation, report: Report) -> Prose:
    """Say by which items, weights and grades carriers were evaluated, and whose they are."""
    paragraphs = [_source(data), _grading(data), _vetoes(data)]
    if (label := annex_labels(data).get("items")) is not None:
        paragraphs.append(f"各项目的分值和计分办法见{label}。")
    return Prose(stamp(report), "\n\n".join(lists.as_markdown(one) for one in paragraphs if one))


def _source(data: CarrierEvaluation) -> str:
    scheme = data.scheme
    full = f"，满分{digits(scheme.full_marks)}分" if scheme.full_marks else ""
    groups = "、".join(group.name.zh for group in scheme.groups)
    cap = f"；另设加分项，最高{digits(scheme.bonus.cap)}分" if scheme.bonus and scheme.bonus.cap else ""
    ours = (
        "方案的指标、分值、等次界限和处理建议均为本报告自定，没有文件规定；由有关部门制定办法后，以办法为准"
        if scheme.ours
        else ""
    )
    return lists.sentence(
        f"采用{cite(data)}{f'，分{groups}{len(scheme.groups)}个方面' if groups else ''}{full}{cap}", ours
    )


def _grading(data: CarrierEvaluation) -> str:
    rule = data.scheme.grading
    if rule is None:
        return "该方案没有等次规定，只列得分。"
    within = "各类载体分别排名" if rule.rank_within == "variant" else "全部载体统一排名"
    said = [_grade(one, within == "各类载体分别排名") for one in rule.grades]
    ties = "并列的一并计入" if rule.ties == "all_in" else "并列的均不计入"
    share = f"按比例折算的家数{ {'floor': '舍去小数', 'ceil': '进位取整', 'nearest': '四舍五入'}[rule.share_rounding] }"
    detail = (
        f"{share}，{ties}" + ("" if rule.stated else "（本报告自定）") if any(g.by_rank for g in rule.grades) else ""
    )
    return lists.sentence(within, "，".join(said), detail)


def _grade(one: Grade, by_class: bool) -> str:
    field = "本类" if by_class else "全部"
    terms = [
        f"{digits(one.from_)}分及以上" if one.from_ is not None else "",
        f"不足{digits(one.below)}分" if one.below is not None and one.from_ is None else "",
        f"居{field}前{digits(one.rank_to)}名" if one.rank_to else "",
        f"居{field}前{digits(one.top_share)}%" if one.top_share else "",
    ]
    return f"{'且'.join(term for term in terms if term)}为{one.name.zh}"


def _vetoes(data: CarrierEvaluation) -> str:
    names = {one.id: one.name.zh for one in data.scheme.grading.grades} if data.scheme.grading else {}
    said = []
    for one in data.scheme.vetoes:
        if one.grade:
            said.append(f"{one.name.zh}的定为{names[one.grade]}")
        elif one.not_above:
            said.append(f"{one.name.zh}的不高于{names[one.not_above]}")
        elif one.not_below:
            said.append(f"{one.name.zh}的不低于{names[one.not_below]}")
    missing = "缺数据的项目暂计0分并列出，补齐后等次仍可能变化的，等次为待定，不提出处理意见（本报告自定）"
    return lists.sentence("，".join(said), missing)


def items(data: CarrierEvaluation, report: Report) -> Table:
    """Return the table of items with their marks by class, and their rules."""
    variants: list[str | None] = [*data.scheme.variants] or [None]
    rules = _rules(data)
    rows: list[dict[Hashable, Any]] = []
    groups = [(group.name.zh, item, False) for group in data.scheme.groups for item in group.items]
    groups += [("加分项", item, True) for item in (data.scheme.bonus.items if data.scheme.bonus else ())]
    for group, item, _ in groups:
        row: dict[Hashable, Any] = {"group": group, "name": item.name.zh, "rule": rules.get(item.id, "—")}
        for variant in variants:
            row[f"marks_{variant}"] = _marks(item, variant)
        rows.append(row)
    columns = [ColumnSpec("group", "方面"), ColumnSpec("name", "项目")]
    for variant in variants:
        label = data.scheme.variants[variant].zh if variant else "满分"
        group = "满分（分）" if variant else ""
        columns.append(ColumnSpec(f"marks_{variant}", label, "text", align="right", group=group))
    columns.append(ColumnSpec("rule", "计分办法"))
    whose = "均为本报告自定。" if data.scheme.ours else "按评价文件。"
    return build_table(
        stamp(report),
        "评价项目、分值和计分办法",
        rows,
        columns,
        landscape=True,
        notes=(f"项目、分值和计分办法{whose}“—”为该类载体不设此项。",),
    )


def _marks(item: SchemeItem, variant: str | None) -> str:
    if item.variants and variant not in item.variants:
        return "—"
    full = item.full(variant)
    if full is None:
        return "未列"
    written = digits(float(full), places=2)
    return written.rstrip("0").rstrip(".")


def _rules(data: CarrierEvaluation) -> dict[str, str]:
    """Return item → its rule in words; by class where the classes have different ones."""
    told: dict[str, dict[str, str]] = {}
    for score in data.scored.scores if data.scored else ():
        name = data.scheme.variants[score.variant].zh if score.variant in data.scheme.variants else ""
        for item in score.items:
            told.setdefault(item.id, {}).setdefault(name, _without_marks(item))
    return {id: _by_class(rules, [one.zh for one in data.scheme.variants.values()]) for id, rules in told.items()}


def _by_class(rules: dict[str, str], variants: list[str]) -> str:
    """Say a rule once where all classes have it, else after the classes that share it."""
    shared: dict[str, list[str]] = {}
    for name, rule in sorted(rules.items(), key=lambda one: variants.index(one[0]) if one[0] in variants else 0):
        shared.setdefault(rule, []).append(name)
    if len(shared) == 1:
        return next(iter(shared))
    return "；".join(f"{'、'.join(names)}：{rule}" for rule, names in shared.items())


def _without_marks(item: ItemScore) -> str:
    """Return a rule in words with 满分 for the marks, which have columns of their own and differ by class."""
    if item.full is None:
        return item.rule.zh
    marks = plain(item.full)
    rule = item.rule.zh
    for said, instead in (
        (f"乘以{marks}分", "乘以满分"),
        (f"最高{marks}分", "最高为满分"),
        (f"0—{marks}分", "0分至满分"),
    ):
        rule = rule.replace(said, instead)
    return rule
