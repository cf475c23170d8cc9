"""From tables to the store: assembling, the journal, ingesting, tracing."""
