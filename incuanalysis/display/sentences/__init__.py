"""Sentences of the bureau's documents: plain functions that return text, one topic a module.

What they return is a clause without its final mark, so that a document joins clauses as it needs
(:func:`incuanalysis.display.sentences.lists.sentence`). It is plain text: names in it are as the data have them, and
:func:`incuanalysis.display.sentences.lists.as_markdown` makes them harmless where the text goes into Markdown.
"""
