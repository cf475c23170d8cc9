"""How the floor of a carrier grows: what is signed, completed and put into use month by month."""

from __future__ import annotations

from incuanalysis.intake.sample.dice import Dice

__all__ = ["areas_of", "build"]

_SEASON = (0.8, 0.78, 1.0, 1.0, 1.05, 1.1, 0.95, 0.95, 1.05, 1.05, 1.1, 1.22)  # building by month


def build(rng: Dice, in_use: int, months: int, pace: float) -> dict[str, list[int]]:
    """Return what a carrier signs, completes and puts into use each month: each at least as much as the next."""
    share = rng.uniform(0.010, 0.018) * pace
    put = [max(20, round(in_use * share * _SEASON[m % 12] * rng.uniform(0.92, 1.08) / 10) * 10) for m in range(months)]
    completed = [round(area * rng.uniform(1.08, 1.16) / 10) * 10 + 10 for area in put]
    signed = [round(area * rng.uniform(1.06, 1.14) / 10) * 10 + 10 for area in completed]
    new = [round(area * rng.uniform(1.04, 1.1) / 10) * 10 + 10 for area in signed]
    return {"new_carrier_area": new, "area_signed": signed, "area_completed": completed, "area_put_in_use": put}


def areas_of(in_use: int, built: dict[str, list[int]], months: int) -> dict[str, list[int]]:
    """Return the floor built and in use at the end of each month."""
    levels: dict[str, list[int]] = {"carrier_area": [], "area_in_use": []}
    area, used = round(in_use * 0.118) * 10, in_use
    for month in range(months):
        area += built["area_completed"][month] if built else 0
        used += built["area_put_in_use"][month] if built else 0
        levels["carrier_area"].append(area)
        levels["area_in_use"].append(used)
    return levels
