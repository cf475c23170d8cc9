"""The annual profile: one region's year, measured against the year before, all others and the whole.

``load_profile`` reads, ``evaluate`` computes; what is shown of it is in
``incuanalysis.display``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from incuanalysis.errors import NoDataError
from incuanalysis.evaluation.measures import RATIOS, Doubt, Ratio, implausible, ratios
from incuanalysis.evaluation.standing import standing
from incuanalysis.intake.load import load
from incuanalysis.research.composite import Comparison, CompositeResult, compare, composite
from incuanalysis.research.trends import Trend, log_linear_trend
from incuanalysis.vocabulary.periods import Period

__all__ = ["INCUBATOR", "MAKERSPACE", "NATION", "Evaluation", "ProfileData", "evaluate", "load_profile"]

NATION = "000000"
#: The yearbook's regional indicators, in the order of the reports.
INCUBATOR = (
    "incubators",
    "resident_firms",
    "tenants",
    "tenant_employees",
    "venture_capital",
    "financing",
    "tenant_rd",
)
MAKERSPACE = (
    "makerspaces",
    "makerspace_served",
    "makerspace_financed",
    "makerspace_investment",
    "makerspace_fiscal_subsidy",
    "makerspace_jobs",
)
#: What the composite score is made of: half size, half intensity; those that a year has are used.
SCORE_LEVELS = ("incubators", "tenants", "venture_capital", "financing", "makerspaces")
SCORE_RATIOS = (
    "tenants_per_incubator",
    "staff_per_tenant",
    "financing_per_tenant",
    "makerspace_financed_share",
)


@dataclass(frozen=True, eq=False)
class ProfileData:
    """What a profile is made of.

    Parameters
    ----------
    region
        The region's id.
    period
        The year.
    rows
        The yearbook's annual figures up to the period: the nation's and its provinces'.
    conflicts
        All series of the region's own figures up to the period, those not quoted included.
    """

    region: str
    period: Period
    rows: pd.DataFrame
    conflicts: pd.DataFrame

    def panel(self, period: Period) -> pd.DataFrame:
        """Return regions × indicators of a year; indicators without any figure are left out."""
        rows = self.rows[self.rows["period"] == str(period)]
        if rows.empty:
            return pd.DataFrame()
        table = rows.pivot(index="region", columns="indicator", values="value")
        present = [name for name in (*INCUBATOR, *MAKERSPACE) if name in table and table[name].notna().any()]
        return table[present].rename_axis(index="region", columns=None)

    def history(self, region: str, indicator: str) -> pd.Series:
        """Return a region's figures by year, years without a figure left out."""
        rows = self.rows[
            (self.rows["region"] == region) & (self.rows["indicator"] == indicator) & self.rows["value"].notna()
        ]
        years = rows["first"].to_numpy() // 100
        return pd.Series(rows["value"].to_numpy(), index=years, name=indicator).sort_index()


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A region's year, evaluated.

    Parameters
    ----------
    now, before
        Regions × indicators, the nation's row among them; ``before`` is None where the year before has no figures.
    ratios, ratios_before
        Regions × ratios; the nation's are ratios of its sums.
    standing
        One row an indicator and province: value, change, rank, places moved; ratios as well.
    equal, entropy
        Composite scores of the provinces with the two weightings.
    comparison
        How far the two agree.
    trends
        Indicator → trend of the region's own history.
    doubts
        Figures that contradict each other.
    demo
        Whether demonstration data were used.
    ratio_list
        The ratios that the year's indicators allow.
    """

    region: str
    period: Period
    now: pd.DataFrame
    before: pd.DataFrame | None
    ratios: pd.DataFrame
    ratios_before: pd.DataFrame | None
    standing: pd.DataFrame
    equal: CompositeResult
    entropy: CompositeResult
    comparison: Comparison
    trends: dict[str, Trend]
    doubts: tuple[Doubt, ...]
    demo: bool
    ratio_list: tuple[Ratio, ...] = field(default=())

    @property
    def own(self) -> pd.Series:
        """The region's figures of the year."""
        return self.now.loc[self.region]

    @property
    def whole(self) -> pd.Series:
        """The nation's figures of the year."""
        return self.now.loc[NATION]

    def place(self, indicator: str, region: str | None = None) -> pd.Series | None:
        """Return the row of :attr:`standing` of an indicator or ratio; None where the region has none."""
        rows = self.standing[
            (self.standing["indicator"] == indicator) & (self.standing["region"] == (region or self.region))
        ]
        return None if rows.empty else rows.iloc[0]


def load_profile(region: str, period: Period) -> ProfileData:
    """Load a region's figures with those of the nation and all provinces, all years.

    Raises
    ------
    NoDataError
        If the region or the nation has no figures for the year.
    """
    wanted = [*INCUBATOR, *MAKERSPACE]
    nation = load(wanted, NATION)
    provinces = load(wanted, level="province")
    rows = pd.concat([nation, provinces], ignore_index=True)
    # Other sources count other scopes: they are remarked on, never put into the yearbook's line.
    annual = rows["period"].map(lambda text: Period.parse(text).frequency == "year")
    rows = rows[(rows["source_class"] == "yearbook") & annual & (rows["last"] <= int(period.last))].reset_index(
        drop=True
    )
    for needed in (region, NATION):
        if rows[(rows["region"] == needed) & (rows["period"] == str(period)) & rows["value"].notna()].empty:
            raise NoDataError(f"There are no yearbook figures for {needed} in {period}.")
    own = load(None, region, series="all")
    return ProfileData(region, period, rows, own[own["last"] <= int(period.last)])


def evaluate(data: ProfileData) -> Evaluation:
    """Measure, rank and score the year; see :class:`Evaluation`."""
    now = data.panel(data.period)
    earlier = data.panel(data.period.year_before())
    before = None if earlier.empty else earlier
    table = _known_ratios(now)
    table_before = None if before is None else _known_ratios(before)
    # Money that is not comparable across the break of 2019 never meets: the years before and after share no column.
    whole_panel = now.join(table)
    whole_before = None if before is None or table_before is None else before.join(table_before)
    score_panel = _score_panel(now, table)
    equal, entropy = composite(score_panel, "equal"), composite(score_panel, "entropy")
    trends = {name: log_linear_trend(data.history(data.region, name)) for name in now.columns}
    return Evaluation(
        region=data.region,
        period=data.period,
        now=now,
        before=before,
        ratios=table,
        ratios_before=table_before,
        standing=standing(whole_panel, whole_before),
        equal=equal,
        entropy=entropy,
        comparison=compare(equal, entropy),
        trends=trends,
        doubts=implausible(table),
        demo=bool(data.rows["demo"].any()),
        ratio_list=tuple(ratio for ratio in RATIOS if ratio.id in table),
    )


def _known_ratios(panel: pd.DataFrame) -> pd.DataFrame:
    """Return the ratios that the year's indicators allow."""
    possible = tuple(ratio for ratio in RATIOS if {ratio.numerator, ratio.denominator} <= set(panel.columns))
    return ratios(panel, possible)


def _score_panel(now: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return what the score is made of, as far as the year has it."""
    levels = [name for name in SCORE_LEVELS if name in now]
    rates = [name for name in SCORE_RATIOS if name in table]
    return now[levels].join(table[rates])
