"""Metrics, thresholds and image quality: pure functions on arrays."""

from calibration.api import CalibrationError
from calibration.auroc_bound import auroc_interval
from calibration.bounds import (
    CONFIDENCE,
    Rate,
    at_most,
    between,
    clopper_pearson,
    good_images_needed,
    lower_bound,
    percent,
    percent_at_most,
    upper_bound,
)
from calibration.crossed import Crossed, crossed
from calibration.defect_regions import DefectRegion, DefectRegions, PixelAreas, find_defect_regions
from calibration.image_gate import GateLimits, ImageQuality, check, learn, limits_of, measure
from calibration.metrics import (
    F1Max,
    ImageMetrics,
    RocCurve,
    average_precision,
    balanced_accuracy,
    f1_max,
    fpr_at_tpr,
    image_auroc,
    image_metrics,
    roc_curve,
    roc_of,
    tpr_at_fpr,
)
from calibration.operating_point import OperatingPoint, evaluate, evaluate_sorted
from calibration.pixel import PixelMetrics, aupro, pixel_auroc, pixel_metrics
from calibration.pixel_bound import PixelIntervals, bounded_pixel_metrics
from calibration.scores import ScoreSet
from calibration.threshold import GoodOnlyClaim, ThresholdChoice, choose, policies, policy_params, settle

__all__ = [
    "CONFIDENCE",
    "CalibrationError",
    "Crossed",
    "DefectRegion",
    "DefectRegions",
    "F1Max",
    "GateLimits",
    "GoodOnlyClaim",
    "ImageMetrics",
    "ImageQuality",
    "OperatingPoint",
    "PixelAreas",
    "PixelIntervals",
    "PixelMetrics",
    "Rate",
    "RocCurve",
    "ScoreSet",
    "ThresholdChoice",
    "at_most",
    "aupro",
    "auroc_interval",
    "average_precision",
    "balanced_accuracy",
    "between",
    "bounded_pixel_metrics",
    "check",
    "choose",
    "clopper_pearson",
    "crossed",
    "evaluate",
    "evaluate_sorted",
    "f1_max",
    "find_defect_regions",
    "fpr_at_tpr",
    "good_images_needed",
    "image_auroc",
    "image_metrics",
    "learn",
    "limits_of",
    "lower_bound",
    "measure",
    "percent",
    "percent_at_most",
    "pixel_auroc",
    "pixel_metrics",
    "policies",
    "policy_params",
    "roc_curve",
    "roc_of",
    "settle",
    "tpr_at_fpr",
    "upper_bound",
]
