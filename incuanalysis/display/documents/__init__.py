"""What the bureau's documents have in common: head and closing from the bureau's file, and where their numbers come from."""

from incuanalysis.display.documents.corrections import with_corrections
from incuanalysis.display.documents.frame import closing, letterhead, objections, salutation
from incuanalysis.display.documents.headings import heading
from incuanalysis.display.documents.tracing import TraceBook

__all__ = ["TraceBook", "closing", "heading", "letterhead", "objections", "salutation", "with_corrections"]
