from __future__ import annotations

from pathlib import Path

import pytest

from detectors import create as create_detector
from detectors import names as detector_names
from station.errors import UsageError
from station.presets import FEW, SOURCE, Preset, advise, option_fields, preset_named, recommended

DOCS = Path(__file__).parents[2] / SOURCE


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("n_normal", [0, 1, 3, 16, 17, 500])
def test_every_preset_is_a_detector_with_options_it_takes(preset: Preset, n_normal: int) -> None:
    advice = advise(preset, n_normal)
    create_detector(advice.detector).parse_options(advice.options)
    assert advice.preset is preset


def test_with_few_pictures_all_presets_are_few_shot_and_say_so() -> None:
    for preset in Preset:
        advice = advise(preset, FEW)
        assert (advice.detector, advice.options["distance"]) == ("patchcore", "cosine")
        assert advice.same_as == (None if preset is Preset.BALANCED else Preset.BALANCED)
    assert {advise(preset, FEW + 1).same_as for preset in Preset} == {None}
    assert recommended(8) is Preset.BALANCED


def test_the_figures_are_those_of_the_document() -> None:
    told = DOCS.read_text(encoding="utf-8")
    for preset in Preset:
        for n_normal in (1, 2, 4, 8, 16, 100):
            measured = advise(preset, n_normal).measured
            for mean, spread in (measured.tiles, measured.solar):
                assert f"{mean:.3f} ± {spread:.3f}" in told


def test_an_unknown_preset_is_answered_with_the_known_ones() -> None:
    assert preset_named("fast") is Preset.FAST
    with pytest.raises(UsageError) as caught:
        preset_named("quick")
    assert "fast, balanced, accurate" in caught.value.hint


@pytest.mark.parametrize("detector", detector_names())
def test_a_form_of_any_detector_holds_all_its_options_with_values_it_takes(detector: str) -> None:
    fields = option_fields(detector)
    method = create_detector(detector)
    method.parse_options({one.name: one.default for one in fields})
    assert {one.kind for one in fields} <= {"bool", "int", "float", "text", "choice", "list"}
    for one in fields:
        if one.kind == "choice":
            assert one.default in one.choices
        if one.kind in ("int", "float") and one.low is not None and one.high is not None:
            assert one.low <= one.default <= one.high
