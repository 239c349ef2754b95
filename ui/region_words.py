"""Words for the defect regions of a part and for where the robot held the camera. All pass through Qt's translation."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.defect_words import times_threshold
from station.types import DefectRegion, Inspection, Verdict
from ui.words import count_text, figures_text, number_text, score_text

translate = QCoreApplication.translate

LISTED = 8
"""Regions that are told one by one; the rest is counted."""


def regions_sentence(inspection: Inspection) -> str:
    """How many regions a part has and how large they are together; "" where they were not looked for."""
    found = inspection.regions_found
    if found is None:
        return ""
    if found.n == 0:
        return _hottest(inspection)
    area = area_text(found.area_px, found.area_mm2)
    if found.n == 1:
        return translate("regions", "1 defect region, {area}").format(area=area)
    return translate("regions", "{count} defect regions, {area} together").format(count=count_text(found.n), area=area)


def region_lines(inspection: Inspection) -> list[str]:
    """One line for each of the largest regions, numbered as in the picture."""
    lines = [
        f"{number}: {region_text(one, inspection.threshold)}"
        for number, one in enumerate(inspection.defect_regions[:LISTED], 1)
    ]
    rest = (inspection.n_regions or 0) - len(lines)
    if rest > 0:
        lines.append(translate("regions", "and {count} more").format(count=count_text(rest)))
    return lines


def region_text(region: DefectRegion, threshold: float | None) -> str:
    """How large a region is, where its centre lies, and how hot it is."""
    x, y, unit = region.x, region.y, "px"
    if region.x_mm is not None and region.y_mm is not None:
        x, y, unit = region.x_mm, region.y_mm, "mm"
    return translate("regions", "{area} at ({x}; {y}) {unit}, peak {peak}").format(
        area=area_text(region.area_px, region.area_mm2),
        x=number_text(x, 1),
        y=number_text(y, 1),
        unit=unit,
        peak=peak_text(region.peak, threshold),
    )


def area_text(area_px: int, area_mm2: float | None) -> str:
    return f"{count_text(area_px)} px" if area_mm2 is None else f"{_three_figures(area_mm2)} mm²"


def peak_text(value: float, threshold: float | None) -> str:
    """A value of the anomaly map: how many times the threshold, or as it is where that means nothing."""
    times = times_threshold(value, threshold)
    if times is None:
        return score_text(value, threshold)
    return translate("regions", "{times} × threshold").format(times=figures_text(times, 3)).replace(" ", "\u00a0")


def regions_line(inspection: Inspection) -> str:
    """The largest regions of a part that did not pass, in one line."""
    return "" if inspection.verdict is Verdict.OK else " · ".join(region_lines(inspection))


def place_facts(inspection: Inspection) -> list[tuple[str, str]]:
    """What robot and PLC know of the picture, each with its name; what is not known is left out."""
    facts = (
        (translate("regions", "Acquisition"), inspection.acquisition),
        (translate("regions", "Set-up"), inspection.setup),
        (translate("regions", "Pose number"), inspection.pose_index),
        (translate("regions", "Robot's pose"), pose_text(inspection) or None),
    )
    return [(name, str(value)) for name, value in facts if value is not None]


def pose_text(inspection: Inspection) -> str:
    """Where the robot held the camera; "" where none did."""
    pose = inspection.pose
    if pose is None:
        return ""
    return translate("regions", "{position} m, rotation {rotation} rad").format(
        position="; ".join(number_text(value, 4) for value in pose[:3]),
        rotation="; ".join(number_text(value, 4) for value in pose[3:]),
    )


def _hottest(inspection: Inspection) -> str:
    found = inspection.regions_found
    if found is None or found.peak is None:
        return translate("regions", "No place reaches the threshold")
    return translate("regions", "No place reaches the threshold; hottest at ({x}; {y}) px, {peak}").format(
        x=found.peak_x, y=found.peak_y, peak=peak_text(found.peak, inspection.threshold)
    )


def _three_figures(value: float) -> str:
    return count_text(round(value)) if abs(value) >= 999.5 else figures_text(value, 3)
