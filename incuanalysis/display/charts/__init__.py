"""Charts: one module a form; each returns a :class:`~incuanalysis.display.items.Chart` with a caption that says the finding."""

from incuanalysis.display.charts.distribution import distribution
from incuanalysis.display.charts.peers import peer_change
from incuanalysis.display.charts.score import ranking, score_breakdown
from incuanalysis.display.charts.structure import structure
from incuanalysis.display.charts.trend import trend

__all__ = ["distribution", "peer_change", "ranking", "score_breakdown", "structure", "trend"]
