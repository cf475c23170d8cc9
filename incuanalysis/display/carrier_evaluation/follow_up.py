"""The notice for objections, what is proposed and decided, and what carriers lack for the next level in a few words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from incuanalysis.display.carrier_evaluation.wording import DETAILED, annex_labels, blocks_of, disagreeing, level_name
from incuanalysis.display.charts.common import stamp
from incuanalysis.display.items import Prose
from incuanalysis.display.sentences import dates, lists
from incuanalysis.display.sentences.grades import follow_ups, proposal_words
from incuanalysis.evaluation.documents.carrier_evaluation import KIND, NEAR
from incuanalysis.plans.bureaus import document_data

if TYPE_CHECKING:
    from incuanalysis.display.context import Report
    from incuanalysis.evaluation.documents.carrier_evaluation import CarrierEvaluation, Step

__all__ = ["next_steps", "notice", "use"]

_NAMED = 12


def notice(report: Report) -> Prose:
    """Say how long and where objections are taken, and in which form."""
    said = document_data(report.project, report.region.id, KIND, report.period, report.unit or "")
    office = said.objection_office or "（受理单位待填）"
    how = said.objection_contact.line() or "联系电话和地址待填"
    days = dates.PUBLICITY_DAYS
    span = dates.publicity(said.date, days) if said.date else f"公示期为自印发之日起{days}天（起止日期待填）"
    text = lists.sentence(
        f"{span}，按自然日计算",
        f"公示期内对评价结果有异议的，以书面形式向{office}提出（{how}）",
        "以单位名义提出的，须加盖单位公章；以个人名义提出的，须签署本人真实姓名，并注明联系地址和电话",
        "异议应写明事项、理由和依据",
    )
    return Prose(stamp(report), lists.as_markdown(text))


def use(data: CarrierEvaluation, report: Report) -> Prose:
    """Say what was decided, each with its document, and what is proposed; a rule that is ours is marked."""
    items: list[str] = []
    if len(data.following):
        names = dict(zip(data.following["carrier"], data.following["name"], strict=True))
        items += [lists.sentence(one) for one in follow_ups(data.following, names)]
        open_ = data.following[(data.following["proposal"] != "") & (data.following["decided"] == "")]
        for row in open_[~open_["proposal"].isin(["praise"])].head(_NAMED).to_dict("records"):
            items.append(lists.sentence(f"{row['name']}的处理依据：{row['basis_zh']}"))
    else:
        rows = data.results[(data.results["proposal_zh"] != "") & (data.results["how"] == "computed")]
        for proposal, part in rows.groupby("proposal_zh", sort=False):
            items.append(lists.sentence(proposal_words(list(part["name"]), str(proposal))))
    if odd := disagreeing(data):
        said = f"得分所对应的等次与登记等次不一致的{lists.named(odd, most=_NAMED)}，提出处理意见前须先核对"
        items.append(lists.sentence(said))
    waiting = list(data.results.loc[data.results["how"] == "open", "name"]) if len(data.results) else []
    if waiting:
        items.append(lists.sentence(f"等次待定的{lists.named(waiting, most=_NAMED)}，补齐数据前不提出处理意见"))
    if not items:
        items.append("没有登记等次，也没有可据以提出处理意见的结果。")
    end = "摘牌和取消资格由认定部门决定，对上级认定的载体只提出建议；以上“拟”为建议，处理以正式决定为准。"
    return Prose(stamp(report), "\n".join(f"- {lists.as_markdown(one)}" for one in items) + f"\n\n{end}")


def next_steps(data: CarrierEvaluation, report: Report) -> Prose:
    """Say who is near the next level, and for which levels no conditions are published."""
    known = [one for one in data.steps if one.known]
    blocks = blocks_of(data)
    near = [f"{one.name}（{level_name(one.next)}，{_lacks(one)}）" for one in known if one.near]
    unknown = Counter(level_name(one.next) for one in data.steps if not one.known)
    top = int((data.register["level"] == "national").sum())
    said = [
        f"对照上一级认定条件，可比对的载体{len(known)}家，"
        + (
            f"其中未满足或缺数据的条件不超过{NEAR}项的{len(near)}家：{lists.join(near, most=_NAMED, word='家')}"
            if near
            else f"未满足或缺数据的条件均在{NEAR + 1}项以上"
        ),
        f"上一级条件未见公开文件、不能比对的{sum(unknown.values())}家（{lists.counted(unknown, '家')}）"
        if unknown
        else "",
        f"已为国家级、没有上一级的{top}家" if top else "",
    ]
    if not blocks:
        where = "没有需要逐项列出的载体" if known else ""
    elif len(blocks) < len(known):
        where = f"可比对的载体超过{DETAILED}家，{annex_labels(data)['steps']}只逐项列出接近上一级条件的{len(blocks)}家"
    else:
        where = f"逐项对照见{annex_labels(data)['steps']}"
    return Prose(stamp(report), lists.as_markdown(lists.sentence(*said, where)))


def _lacks(one: Step) -> str:
    """Say how many conditions a carrier lacks."""
    said = f"差{one.open}项" if one.open else "可核对的条件均满足"
    return f"{said}，另{one.unseen}项未见公开条件" if one.unseen else said
