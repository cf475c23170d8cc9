"""What the files that people write are read into: models that refuse a slip, and the pattern of ids."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["ID", "Part"]

#: A permanent id, snake_case.
ID = Field(pattern=r"^[a-z][a-z0-9_]*$")


class Part(BaseModel):
    """Frozen, strict, no unknown fields, no infinite numbers: a slip in a file is refused, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
