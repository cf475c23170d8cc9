"""From a notebook to a published edition: run, convert, guard, write, index."""
