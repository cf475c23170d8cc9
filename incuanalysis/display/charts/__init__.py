"""Charts: one module a form; each returns a :class:`~incuanalysis.display.items.Chart` with a caption that says the finding."""

from incuanalysis.display.charts.bullet import bullet
from incuanalysis.display.charts.chain import chain
from incuanalysis.display.charts.distribution import distribution
from incuanalysis.display.charts.grades import grades
from incuanalysis.display.charts.league import league
from incuanalysis.display.charts.peers import peer_change
from incuanalysis.display.charts.race import race
from incuanalysis.display.charts.score import ranking, score_breakdown
from incuanalysis.display.charts.structure import structure
from incuanalysis.display.charts.trajectory import trajectory
from incuanalysis.display.charts.trend import trend
from incuanalysis.display.charts.war_map import war_map
from incuanalysis.display.charts.waterfall import waterfall

__all__ = [
    "bullet",
    "chain",
    "distribution",
    "grades",
    "league",
    "peer_change",
    "race",
    "ranking",
    "score_breakdown",
    "structure",
    "trajectory",
    "trend",
    "war_map",
    "waterfall",
]
