"""Defect regions as rows beside their inspection. Every function works inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from station.db.tables import DefectRegionRow
from station.types import DefectRegion, DefectRegions

_D = DefectRegionRow
_INSERT = insert(_D)
_TABLE = DefectRegionRow.__table__


def add(connection: Connection, inspection_pk: int, regions: Sequence[DefectRegion]) -> None:
    connection.execute(_INSERT, [_to_row(inspection_pk, number, region) for number, region in enumerate(regions, 1)])


def read(connection: Connection, pks: Sequence[int]) -> dict[int, tuple[DefectRegion, ...]]:
    """Read the regions of inspections by their numbers; those without any are left out."""
    if not pks:
        return {}
    statement = select(_TABLE).where(_D.inspection_pk.in_(pks)).order_by(_D.inspection_pk, _D.number)
    found: dict[int, list[DefectRegion]] = {}
    for row in connection.execute(statement).mappings():
        found.setdefault(row["inspection_pk"], []).append(_from_row(row))
    return {pk: tuple(regions) for pk, regions in found.items()}


def summary_to_row(found: DefectRegions | None) -> dict[str, Any]:
    """What the row of the inspection holds of all regions together."""
    if found is None:
        return dict.fromkeys(("n_regions", "regions_px", "regions_mm2", "peak", "peak_x", "peak_y"))
    return {
        "n_regions": found.n,
        "regions_px": found.area_px,
        "regions_mm2": found.area_mm2,
        "peak": found.peak,
        "peak_x": found.peak_x,
        "peak_y": found.peak_y,
    }


def summary_from_row(row: RowMapping, largest: Sequence[DefectRegion]) -> DefectRegions | None:
    if row["n_regions"] is None:
        return None
    return DefectRegions(
        n=row["n_regions"],
        area_px=row["regions_px"],
        area_mm2=row["regions_mm2"],
        peak=row["peak"],
        peak_x=row["peak_x"],
        peak_y=row["peak_y"],
        largest=tuple(largest),
    )


def _to_row(inspection_pk: int, number: int, region: DefectRegion) -> dict[str, Any]:
    return {
        "inspection_pk": inspection_pk,
        "number": number,
        "area_px": region.area_px,
        "area_mm2": region.area_mm2,
        "left": region.left,
        "top": region.top,
        "width": region.width,
        "height": region.height,
        "x_px": region.x,
        "y_px": region.y,
        "x_mm": region.x_mm,
        "y_mm": region.y_mm,
        "peak": region.peak,
        "peak_x": region.peak_x,
        "peak_y": region.peak_y,
    }


def _from_row(row: RowMapping) -> DefectRegion:
    return DefectRegion(
        area_px=row["area_px"],
        x=row["x_px"],
        y=row["y_px"],
        left=row["left"],
        top=row["top"],
        width=row["width"],
        height=row["height"],
        peak=row["peak"],
        peak_x=row["peak_x"],
        peak_y=row["peak_y"],
        area_mm2=row["area_mm2"],
        x_mm=row["x_mm"],
        y_mm=row["y_mm"],
    )
