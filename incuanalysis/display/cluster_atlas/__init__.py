"""The atlas of the cluster: sections as titles, sentences, charts and tables."""

from incuanalysis.display.cluster_atlas.first_page import chart, head, overview, title
from incuanalysis.display.cluster_atlas.industries import industries
from incuanalysis.display.cluster_atlas.links import links
from incuanalysis.display.cluster_atlas.listing import listing
from incuanalysis.display.cluster_atlas.register import gaps, method
from incuanalysis.display.cluster_atlas.space import space

__all__ = ["chart", "gaps", "head", "industries", "links", "listing", "method", "overview", "space", "title"]
