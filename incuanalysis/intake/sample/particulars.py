"""What a register says of a carrier beside its numbers: industry, operator, services, policies, and how far it has come."""

from __future__ import annotations

from typing import Any

from incuanalysis.intake.sample.dice import Dice
from incuanalysis.intake.sample.firms import credit_code
from incuanalysis.intake.sample.world import Carrier, District, PlannedCarrier
from incuanalysis.vocabulary.periods import Month

__all__ = ["HEADINGS", "heading_of", "particulars", "planned_particulars"]

#: Headings of the register, in their order.
HEADINGS = (
    "载体名称",
    "统一社会信用代码",
    "载体类型",
    "综合或专业",
    "级别",
    "认定时间",
    "所在街道（乡镇）",
    "地址",
    "成立时间",
    "建设方式",
    "运营机构",
    "主导产业",
    "专业服务",
    "扶持政策",
    "公共技术平台",
    "签约时间",
    "竣工时间",
    "投用时间",
    "状态",
    "联系人",
    "联系电话",
)
# Region → how its form calls them.
_OTHER_HEADINGS = {
    "330302": {"专业服务": "服务内容", "扶持政策": "入驻政策"},
    "420700": {"运营机构": "运营单位", "主导产业": "产业定位", "扶持政策": "优惠政策", "状态": "运营状态"},
    "370200": {"专业服务": "孵化服务", "竣工时间": "竣工年月", "投用时间": "投用年月"},
}
_INDUSTRIES = ("数字经济", "海洋装备", "新材料", "智能制造、工业互联网", "生命健康", "文化创意、工业设计")
# What each link of the chain offers: the idea, the young firm, the growing one, the grown one.
_SERVICES = {
    "众创空间": ("创业辅导", "项目路演", "工商财税代办", "联合办公", "政策申报"),
    "孵化器": ("创业导师", "投融资对接", "知识产权服务", "检验检测对接", "人力资源服务", "政策申报"),
    "加速器": ("产业链对接", "中试服务", "市场拓展", "股权融资辅导", "知识产权服务"),
    "科创园": ("技术转移", "成果转化", "公共实验室", "人才公寓", "供应链服务"),
}
_POLICIES = (
    "演示政策甲：入驻首年场地租金减半",
    "演示政策乙：租金按评估价的七成收取，限前两年",
    "演示政策丙：经评审的项目免租六个月，公共会议室免费使用",
    "演示政策丁：租用公共设备的费用补助三成，每户每年设上限",
    "演示政策戊：当年认定为高新技术企业的返还三个月租金",
)
_PLATFORMS = ("演示检测平台", "演示中试平台", "演示设计平台", "演示算力平台")
# In how many registers of carriers an entry is empty.
_EMPTY = {"运营机构": 0.05, "主导产业": 0.06, "专业服务": 0.12, "扶持政策": 0.25, "公共技术平台": 0.6, "签约时间": 0.3, "竣工时间": 0.2, "投用时间": 0.1}  # fmt: skip


def heading_of(district: District, heading: str) -> str:
    """Return a heading as a district's form has it."""
    return _OTHER_HEADINGS.get(district.id, {}).get(heading, heading)


def particulars(district: District, carrier: Carrier, n: int) -> dict[str, Any]:
    """Return what is registered of a carrier that is open, by heading; ``n`` is its number in the district, from 0."""
    rng, more = Dice(f"particulars/{carrier.name}"), Dice(f"services/{carrier.name}")
    town = _town(district, carrier.town)
    founded = carrier.started
    recognised = founded.plus(rng.randint(8, 20))
    said: dict[str, Any] = {
        "载体名称": carrier.name,
        "统一社会信用代码": credit_code(9_000_000 + int(district.id) % 100_000 * 10 + n),
        "载体类型": carrier.kind,
        "综合或专业": ("专业" if n % 3 == 0 else "综合") if carrier.kind == "孵化器" else None,
        "级别": carrier.level,
        "认定时间": _month(recognised),
        "所在街道（乡镇）": town,
        "地址": f"{town}演示路{rng.randint(1, 199)}号",
        "成立时间": _month(founded),
        "建设方式": rng.choice(("新建", "改建", "租赁")),
        "运营机构": f"演示运营{n + 1:02d}号管理有限公司",
        "主导产业": rng.choice(_INDUSTRIES),
        "专业服务": _some(more, _SERVICES[carrier.kind], 2, 4),
        "扶持政策": more.choice(_POLICIES),
        "公共技术平台": _some(more, _PLATFORMS, 1, 2),
        "签约时间": _month(founded.plus(-more.randint(12, 24))),
        "竣工时间": _month(founded.plus(-more.randint(1, 6))),
        "投用时间": _month(founded.plus(more.randint(0, 3))),
        "状态": "运营",
        "联系人": "演示联系人",
        "联系电话": "0000-00000000",
    }
    left_out = {heading for heading, share in _EMPTY.items() if more.random() < share}
    return {heading: None if heading in left_out else value for heading, value in said.items()}


def planned_particulars(district: District, carrier: PlannedCarrier, year: int) -> dict[str, Any]:
    """Return what is registered at a year's end of a carrier that is not open yet: less, the earlier it is."""
    rng = Dice(f"planned/{carrier.name}")
    town = _town(district, carrier.town)
    since = year - carrier.signed.year
    number, completed = rng.randint(1, 199), carrier.signed.plus(rng.randint(18, 23))
    industry, operator = rng.choice(_INDUSTRIES), f"演示运营{rng.randint(60, 99)}号管理有限公司"
    return {
        "载体名称": carrier.name,
        "载体类型": carrier.kind,
        "级别": "未认定",
        "所在街道（乡镇）": town,
        "地址": f"{town}演示路{number}号" if since else None,
        "建设方式": rng.choice(("新建", "改建")),
        "运营机构": operator if since > 1 else None,
        "主导产业": industry,
        "专业服务": _some(rng, _SERVICES[carrier.kind], 2, 3) if since > 1 else None,
        "签约时间": _month(carrier.signed),
        "竣工时间": _month(completed) if since > 1 else None,
        "状态": ("签约", "在建", "竣工")[min(since, 2)],
    }


def _town(district: District, id: str) -> str:
    return next(town.label for town in district.towns if town.id == id)


def _some(rng: Dice, texts: tuple[str, ...], fewest: int, most: int) -> str:
    """Return some of the texts in their order, as a list is written in a cell."""
    taken = set(rng.sample(texts, rng.randint(fewest, most)))
    return "、".join(text for text in texts if text in taken)


def _month(month: Month) -> str:
    return f"{month.year}年{month.month}月"
