from __future__ import annotations

from datetime import UTC, datetime

import pytest

from station.charts import YieldPoint
from station.types import Reason, StationState, Verdict
from ui.history_words import parts_text, pictures_text, yield_sentence
from ui.words import bytes_text, reason_sentence, score_text, state_word, verdict_word


@pytest.mark.parametrize(
    ("score", "limit", "text"),
    [
        (2.7134, 2.1, "2.713"),
        (0.0012345, 0.002, "0.001234"),
        (1234.56, 1000.0, "1235"),
        (None, 2.0, "–"),
        (float("nan"), 2.0, "nan"),
        (float("inf"), None, "inf"),
        (0.0, None, "0.000"),
        (-3.5, -2.0, "-3.500"),
    ],
)
def test_score_is_written_raw_with_four_digits_at_the_size_of_its_limit(
    score: float | None, limit: float | None, text: str
) -> None:
    assert score_text(score, limit) == text


def test_a_score_just_below_the_limit_never_reads_as_the_limit() -> None:
    assert score_text(1.99999, 2.0) != score_text(2.0, 2.0)


def test_every_word_of_the_station_has_a_text() -> None:
    assert len({verdict_word(verdict) for verdict in Verdict}) == len(Verdict)
    assert len({state_word(state) for state in StationState}) == len(StationState)
    assert len({reason_sentence(reason) for reason in Reason}) == len(Reason)


def test_bytes_are_written_with_the_unit_that_fits() -> None:
    assert [bytes_text(value) for value in (0, 999, 1_500, 118_000_000_000)] == ["0 B", "999 B", "1.5 kB", "118 GB"]


def test_one_part_is_one_part() -> None:
    assert [parts_text(n) for n in (0, 1, 2)] == ["0 parts", "1 part", "2 parts"]
    assert [pictures_text(n) for n in (1, 30)] == ["1 picture", "30 pictures"]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    one = yield_sentence(YieldPoint(at, at, ok=1, nok=0, review=0, error=0))
    assert one == "1 part, 100.00 % OK; with 95 % confidence the share is 2.50 % to 100.00 %."
