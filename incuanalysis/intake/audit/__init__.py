"""Data quality: what came in for a region and period, what is missing, doubtful, changed or far from the rest."""

from incuanalysis.intake.audit.evaluate import Audit, evaluate
from incuanalysis.intake.audit.gather import AuditData, load_audit
from incuanalysis.intake.audit.tables import load_table

__all__ = ["Audit", "AuditData", "evaluate", "load_audit", "load_table"]
