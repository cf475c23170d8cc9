"""Invented firms: how they enter a carrier, grow, raise money, graduate or leave.

Every firm keeps to the rules that honest tenants keep to: at most two years old on entry, at most
forty months in the carrier. What breaks them is planted later, so that a check's hits can be counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from incuanalysis.intake.sample.dice import Dice
from incuanalysis.vocabulary.periods import Month

__all__ = ["Firm", "credit_code", "live"]

_SEASON = (0.88, 1.0, 1.02, 1.1)  # a quarter's revenue beside the year's mean: the spring festival is in the first
_FIELDS = ("电子信息", "先进制造与自动化", "新材料", "生物与新医药", "高技术服务", "资源与环境", "新能源与节能")
_LONGEST_STAY = 40  # months; the strictest national rule was 42
_CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I, O, S, V, Z
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_INVENTED_OFFICE = "990000"  # an administrative code that no place in China has


def credit_code(number: int) -> str:
    """Return a well-formed social credit code of an invented range (GB 32100-2015, both check characters right).

    Examples
    --------
    >>> credit_code(1)
    '91990000A00000011T'
    """
    body = f"A{number:07d}"
    check = 11 - sum(w * _CODE_CHARACTERS.index(c) for w, c in zip(_ORGANISATION_WEIGHTS, body, strict=True)) % 11
    first = f"91{_INVENTED_OFFICE}{body}{'0X'[check == 10] if check >= 10 else check}"
    total = sum(3**place % 31 * _CODE_CHARACTERS.index(c) for place, c in enumerate(first))
    return first + _CODE_CHARACTERS[-total % 31]


@dataclass(slots=True)
class Firm:
    """One firm; money in thousand yuan, area in square metres."""

    number: int
    carrier: str
    founded: Month
    entered: Month
    stay: int
    graduates: bool
    staff: int
    revenue: int
    rd_share: float
    ip: int
    area: int
    technology: str
    high_tech: bool
    out: Month | None = None
    rounds: list[tuple[Month, int]] = field(default_factory=list)
    revenues: dict[Month, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The firm's invented name."""
        return f"演示企业{self.number:04d}号有限公司"

    @property
    def code(self) -> str:
        """Its social credit code."""
        return credit_code(self.number)

    def quarters_in(self, end: Month) -> int:
        """Return how many quarters the firm has been in at the end of a month."""
        return max(0, end.ordinal - self.entered.ordinal) // 3

    def employees(self, end: Month) -> int:
        """Return the people it employs at the end of a month."""
        return self.staff + self.quarters_in(end) // 2

    def rights(self, end: Month) -> int:
        """Return its valid intellectual property rights at the end of a month."""
        return self.ip + self.quarters_in(end) // 3


def _firm(rng: Dice, number: int, carrier: str, entered: Month, stay: int) -> Firm:
    return Firm(
        number=number,
        carrier=carrier,
        founded=entered.plus(-rng.randint(2, 20)),
        entered=entered,
        stay=stay,
        graduates=rng.random() < 0.65,
        staff=rng.randint(5, 16),
        revenue=rng.randint(300, 1500),
        rd_share=rng.uniform(0.08, 0.15),
        ip=rng.randint(1, 6),
        area=rng.randint(15, 60) * 10,
        technology=rng.choice(_FIELDS),
        high_tech=rng.random() < 0.12,
    )


def live(
    rng: Dice, carrier: str, start: Month, quarters: int, size: int, growth: float, numbers: list[int]
) -> tuple[list[Firm], dict[str, list[int]]]:
    """Let a carrier's firms live for some quarters.

    Parameters
    ----------
    rng
        Chance, of this carrier alone.
    carrier
        Its name.
    start
        The first month of the first quarter.
    quarters, size, growth
        How long, with how many tenants at first, and by what share their number is to grow a year.
    numbers
        One element: the number of the last firm in the whole world, counted on here.

    Returns
    -------
    tuple
        All firms that were ever in, and the carrier's figures by indicator, one a quarter.
    """
    firms: list[Firm] = []
    for _ in range(size):
        numbers[0] += 1
        been = rng.randint(1, 26)
        stay = rng.randint(max(15, been + 2), _LONGEST_STAY)
        firms.append(_firm(rng, numbers[0], carrier, start.plus(-been), stay))
    tenants = list(firms)
    graduates = size + rng.randint(3, 25)
    names = [
        "tenants",
        "new_tenants",
        "tenants_left",
        "new_graduates",
        "graduates_cumulative",
        "firms_financed",
        "financing_events",
        "carrier_financing",
        "carrier_jobs",
        "tenant_revenue",
        "tenant_rd",
        "valid_ip",
        "let_area",
    ]
    figures: dict[str, list[int]] = {name: [] for name in names}
    for quarter in range(quarters):
        first = start.plus(3 * quarter)
        end = first.plus(2)
        gone = [firm for firm in tenants if firm.entered.plus(firm.stay) <= end]
        for firm in gone:
            firm.out = max(firm.entered.plus(firm.stay), first)
        tenants = [firm for firm in tenants if firm.out is None]
        wanted = round(size * (1 + growth) ** ((quarter + 1) / 4))
        new = [
            _enter(rng, numbers, carrier, first.plus(rng.randrange(3))) for _ in range(max(0, wanted - len(tenants)))
        ]
        firms += new
        tenants += new
        graduated = sum(firm.graduates for firm in gone)
        graduates += graduated
        rounds = [_raise_money(rng, firm, first) for firm in tenants]
        revenues = [_earn(rng, firm, end, quarter) for firm in tenants]
        row = {
            "tenants": len(tenants),
            "new_tenants": len(new),
            "tenants_left": len(gone) - graduated,
            "new_graduates": graduated,
            "graduates_cumulative": graduates,
            "firms_financed": sum(bool(events) for events in rounds),
            "financing_events": sum(len(events) for events in rounds),
            "carrier_financing": sum(amount for events in rounds for _, amount in events),
            "carrier_jobs": sum(firm.employees(end) for firm in tenants),
            "tenant_revenue": sum(revenues),
            "tenant_rd": sum(round(r * f.rd_share) for r, f in zip(revenues, tenants, strict=True)),
            "valid_ip": sum(firm.rights(end) for firm in tenants),
            "let_area": sum(firm.area for firm in tenants),
        }
        for name, value in row.items():
            figures[name].append(value)
    return firms, figures


def _enter(rng: Dice, numbers: list[int], carrier: str, month: Month) -> Firm:
    numbers[0] += 1
    return _firm(rng, numbers[0], carrier, month, rng.randint(15, _LONGEST_STAY))


def _raise_money(rng: Dice, firm: Firm, first: Month) -> list[tuple[Month, int]]:
    """Add the quarter's rounds: a firm raises in one quarter of a year only, so that quarters of firms add up to the year."""
    if rng.random() > 0.05 or any(month.year == first.year for month, _ in firm.rounds):
        return []
    times = 2 if rng.random() < 0.12 else 1
    events = [(max(first.plus(rng.randrange(3)), firm.entered), rng.randint(8, 30) * 100) for _ in range(times)]
    if len(events) == 2 and events[0] == events[1]:
        # two rounds of one day and amount cannot be told from one that was typed twice
        events[1] = (events[1][0], events[1][1] + 100)
    firm.rounds += events
    return events


def _earn(rng: Dice, firm: Firm, end: Month, quarter: int) -> int:
    grown = 1 + 0.03 * min(firm.quarters_in(end), 12)
    firm.revenues[end] = round(firm.revenue * grown * _SEASON[quarter % 4] * rng.uniform(0.95, 1.05))
    return firm.revenues[end]
