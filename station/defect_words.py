"""Defect regions and poses in words, for the command line, reports and tooltips."""

from __future__ import annotations

from station.types import DefectRegion, Inspection


def regions_text(inspection: Inspection) -> str | None:
    """Say how many defect regions a part has and where it is hottest; None where they were not looked for."""
    found = inspection.regions_found
    if found is None:
        return None
    hottest = ""
    if found.peak is not None:
        hottest = f"; hottest at ({found.peak_x}, {found.peak_y}) px, {_peak(found.peak, inspection.threshold)}"
    if found.n == 0:
        return f"no place reaches the threshold{hottest}"
    count = "1 defect region" if found.n == 1 else f"{found.n} defect regions"
    kept = f", the {len(found.largest)} largest are kept" if found.n > len(found.largest) else ""
    return f"{count}, {area_text(found.area_px, found.area_mm2)}{hottest}{kept}"


def region_text(region: DefectRegion, threshold: float | None) -> str:
    """Say how large one region is, where, and how hot."""
    where = f"({region.x:.1f}, {region.y:.1f}) px"
    if region.x_mm is not None and region.y_mm is not None:
        where = f"({region.x_mm:.2f}, {region.y_mm:.2f}) mm, {where}"
    return f"{area_text(region.area_px, region.area_mm2)} at {where}, peak {_peak(region.peak, threshold)}"


def area_text(area_px: int, area_mm2: float | None) -> str:
    return f"{area_px} px" if area_mm2 is None else f"{area_mm2:.3g} mm2 ({area_px} px)"


def pose_text(inspection: Inspection) -> str | None:
    """Say where the robot held the camera; None: no robot did."""
    index = "" if inspection.pose_index is None else f"index {inspection.pose_index}"
    if inspection.pose is None:
        return index or None
    numbers = ", ".join(f"{value:.5g}" for value in inspection.pose)
    return f"{index}{': ' if index else ''}{numbers} (x, y, z in m, rotation vector in rad)"


def times_threshold(value: float, threshold: float | None) -> float | None:
    """Return how many times the threshold a value is; None where that means nothing."""
    return value / threshold if threshold is not None and threshold > 0 else None


def _peak(value: float, threshold: float | None) -> str:
    times = times_threshold(value, threshold)
    return f"{value:.5g}" if times is None else f"{value:.5g} ({times:.2f} x threshold)"
