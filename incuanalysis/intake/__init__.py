"""From files to observations: source cards, published tables, checks, the store and ``load()``."""
