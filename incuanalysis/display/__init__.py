"""What a notebook shows: theme, charts, tables, sentences, and ``show()``."""
