"""The sums behind the charts against a plain Python reference, and what is concluded from them."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.axes import nice_range, nice_ticks, number_text, time_ticks
from station.charts import Bar, Finding, Spread, Step, compare, edges, pareto, step_for
from station.db import Records
from station.queries import InspectionQuery
from station.recipe import Recipe
from station.types import ImageRef, Inspection, Purpose, Reason, Verdict
from tests.station.history_rig import fill

START = datetime(2025, 3, 29, 12, 0, tzinfo=UTC)
SPAN_MINUTES = 5 * 24 * 60
KINDS = [
    (Verdict.OK, Reason.BELOW_THRESHOLD),
    (Verdict.OK, Reason.BELOW_THRESHOLD),
    (Verdict.OK, Reason.BELOW_THRESHOLD),
    (Verdict.NOK, Reason.ABOVE_THRESHOLD),
    (Verdict.REVIEW, Reason.REVIEW_BAND),
    (Verdict.ERROR, Reason.LATE),
    (Verdict.ERROR, Reason.OVERRUN),
]


def parts(recipes: list[Recipe], count: int) -> list[Inspection]:
    """A deterministic mixture over five days, with gaps, without a recipe here and there, some without a score."""
    result = []
    for n in range(count):
        verdict, reason = KINDS[(n * 5 + n // 11) % len(KINDS)]
        recipe = None if n % 13 == 0 else recipes[n % len(recipes)]
        minute = (n * 7919) % SPAN_MINUTES
        minute -= minute % 180 if n % 3 == 0 else 0  # many exactly on an hour
        result.append(
            Inspection(
                id=f"part-{n:05d}",
                trigger_id=str(n),
                source="plc",
                part_id=f"SN{n}",
                seq=n,
                at=START + timedelta(minutes=minute, seconds=n % 60 if n % 3 else 0),
                verdict=verdict,
                reason=reason,
                score=None if verdict is Verdict.ERROR or n % 17 == 0 else 1000 + 0.01 * ((n * 31) % 97),
                recipe=recipe.ref if recipe else None,
                model=recipe.model.ref if recipe else None,
                image=ImageRef(),
                purpose=Purpose.REFERENCE if n % 19 == 3 else Purpose.PRODUCTION,
            )
        )
    return result


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Records, list[Inspection]]:
    from station.recipe import ImageSpec, ModelVersion

    records = Records.open(f"sqlite:///{tmp_path_factory.mktemp('charts') / 'records.sqlite'}")
    recipes = [
        Recipe(
            name=f"cell-{n % 2}",
            version=n // 2 + 1,
            image=ImageSpec(height=48, width=64, channels=1, dtype="uint8"),
            model=ModelVersion(name="cell", version=1 + n // 3, sha256=f"{n // 3:064x}"),
            threshold=1.0,
            created_at=START,
            created_by="engineer",
        )
        for n in range(4)
    ]
    for recipe in recipes:
        records.add_recipe(recipe)
    everything = parts(recipes, 3000)
    fill(records, everything)
    return records, [one for one in everything if one.purpose is Purpose.PRODUCTION]


@pytest.fixture(scope="module", autouse=True)
def closed(filled: tuple[Records, list[Inspection]]) -> object:
    yield
    filled[0].close()


cuts = st.lists(
    st.one_of(
        st.integers(-30, SPAN_MINUTES + 30).map(lambda minute: START + timedelta(minutes=minute)),
        st.integers(0, 119).map(lambda hour: START + timedelta(hours=hour)),
        st.integers(0, SPAN_MINUTES * 60_000_000).map(lambda us: START + timedelta(microseconds=us)),
    ),
    min_size=2,
    max_size=8,
    unique=True,
).map(sorted)
scopes = st.sampled_from(
    [
        InspectionQuery(),
        InspectionQuery(recipe="cell-0"),
        InspectionQuery(recipe="cell-1", recipe_version=2),
        InspectionQuery(model="cell"),
        InspectionQuery(model="cell", model_version=2),
        InspectionQuery(recipe="nobody"),
    ]
)


def in_scope(one: Inspection, scope: InspectionQuery) -> bool:
    return (
        (scope.recipe is None or (one.recipe is not None and one.recipe.name == scope.recipe))
        and (scope.recipe_version is None or (one.recipe is not None and one.recipe.version == scope.recipe_version))
        and (scope.model is None or (one.model is not None and one.model.name == scope.model))
        and (scope.model_version is None or (one.model is not None and one.model.version == scope.model_version))
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(between=cuts, scope=scopes)
def test_verdicts_and_reasons_between_any_times_are_those_counted_one_by_one(
    filled: tuple[Records, list[Inspection]], between: list[datetime], scope: InspectionQuery
) -> None:
    records, everything = filled
    points, reasons = records.lookback.yields(between, records.lookback.recipe_ids(scope))
    expected_reasons: Counter[str] = Counter()
    for point, (since, until) in zip(points, pairwise(between), strict=True):
        inside = [one for one in everything if since <= one.at < until and in_scope(one, scope)]
        counted = Counter(one.verdict for one in inside)
        assert (point.ok, point.nok, point.review, point.error) == tuple(counted[verdict] for verdict in Verdict)
        expected_reasons.update(one.reason.value for one in inside if one.verdict is not Verdict.OK)
    assert {bar.name: bar.count for bar in reasons} == dict(expected_reasons)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(between=cuts, scope=scopes.filter(lambda scope: scope != InspectionQuery()))
def test_mean_and_spread_of_good_parts_are_those_of_python(
    filled: tuple[Records, list[Inspection]], between: list[datetime], scope: InspectionQuery
) -> None:
    records, everything = filled
    recipe_ids = records.lookback.recipe_ids(scope)
    assert recipe_ids is not None
    sums = records.lookback.score_sums(between, recipe_ids, 1000.3)
    for (n, total, squares), (since, until) in zip(sums, pairwise(between), strict=True):
        scores = [
            one.score
            for one in everything
            if since <= one.at < until and in_scope(one, scope) and one.verdict is Verdict.OK and one.score is not None
        ]
        spread = Spread.of_sums(n, total, squares, 1000.3)
        assert spread.n == len(scores)
        if scores:
            assert spread.mean == pytest.approx(statistics.fmean(scores), rel=1e-12)
        if len(scores) > 1:
            assert spread.sd == pytest.approx(statistics.stdev(scores), rel=1e-6)


@pytest.mark.parametrize("newest", [False, True])
def test_first_and_newest_scores_are_in_order_of_time(filled: tuple[Records, list[Inspection]], newest: bool) -> None:
    records, everything = filled
    scope = InspectionQuery(model="cell", model_version=1)
    recipe_ids = records.lookback.recipe_ids(scope)
    assert recipe_ids is not None
    found = records.lookback.scores(recipe_ids, 40, newest=newest)
    good = [
        (one.at, one.score)
        for n, one in enumerate(everything)
        if in_scope(one, scope) and one.verdict is Verdict.OK and one.score is not None
    ]
    good.sort(key=lambda item: item[0])
    times = [at for at, _ in (good[-40:] if newest else good[:40])]
    assert [at for at, _ in found] == times
    assert set(found) <= set(good)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(
    since=st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    span=st.timedeltas(timedelta(microseconds=1), timedelta(days=60)),
    step=st.sampled_from(list(Step)),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe"]),
)
def test_a_period_is_cut_without_gap_at_full_local_times(
    since: datetime, span: timedelta, step: Step, zone: str
) -> None:
    if step is Step.HOUR:
        span = min(span, timedelta(days=5))
    until = since + span
    found = edges(since, until, step, ZoneInfo(zone))
    assert found[0] == since
    assert found[-1] == until
    assert all(a < b for a, b in pairwise(found))
    for edge in found[1:-1]:
        local = edge.astimezone(ZoneInfo(zone))
        assert (local.minute, local.second, local.microsecond) == (0, 0, 0)
        if step is not Step.HOUR:
            assert local.hour == 0
        if step is Step.WEEK:
            assert local.weekday() == 0


def test_a_day_on_which_the_clock_is_changed_is_still_one_day() -> None:
    found = edges(
        datetime(2025, 3, 29, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC), Step.DAY, ZoneInfo("Europe/Berlin")
    )
    assert [edge.hour for edge in found[1:-1]] == [23, 22, 22]


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(ValueError, match="period"):
        edges(START, START, Step.DAY)


@pytest.mark.parametrize(
    ("hours", "step"), [(8, Step.HOUR), (72, Step.HOUR), (73, Step.DAY), (24 * 400, Step.DAY), (24 * 500, Step.WEEK)]
)
def test_a_longer_period_has_longer_steps(hours: int, step: Step) -> None:
    assert step_for(START, START + timedelta(hours=hours)) is step


@pytest.mark.parametrize(
    ("now", "finding"),
    [
        (Spread(50, 1.0, 0.1), Finding.STEADY),
        (Spread(50, 1.099, 0.1), Finding.STEADY),
        (Spread(50, 1.1000001, 0.1), Finding.SHIFTED),
        (Spread(50, 0.8, 0.1), Finding.SHIFTED),
        (Spread(50, 1.0, 0.2), Finding.WIDER),
        (Spread(50, 1.0, 0.05), Finding.NARROWER),
        (Spread(9, 3.0, 0.1), Finding.TOO_FEW),
    ],
)
def test_the_drift_rule_is_a_shift_by_one_spread_or_a_spread_of_half_or_twice(now: Spread, finding: Finding) -> None:
    assert compare(now, Spread(200, 1.0, 0.1)) is finding


def test_equal_scores_are_steady() -> None:
    assert compare(Spread.of([0.5] * 20), Spread.of([0.5] * 200)) is Finding.STEADY


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50))
def test_a_spread_is_that_of_statistics(scores: list[float]) -> None:
    spread = Spread.of(scores)
    assert spread.mean == pytest.approx(statistics.fmean(scores), abs=1e-6)
    assert spread.sd == pytest.approx(statistics.stdev(scores), abs=1e-4, rel=1e-6)


def test_a_pareto_falls_and_ends_at_everything() -> None:
    assert pareto({"late": 1, "overrun": 6, "above": 3, "never": 0}) == (
        Bar("overrun", 6, 0.6),
        Bar("above", 3, 0.9),
        Bar("late", 1, 1.0),
    )


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9), st.integers(2, 10))
def test_ticks_lie_inside_and_are_not_too_many(low: float, width: float, most: int) -> None:
    width = max(width, 1e-6 * abs(low))  # a chart that is narrower than that has no digits left to tell its ends apart
    high = low + width
    ticks = nice_ticks(low, high, most)
    assert 1 <= len(ticks) <= most + 1
    assert all(low - 1e-6 * width <= tick <= high + 1e-6 * width for tick in ticks)


def test_numbers_have_the_decimals_of_their_step() -> None:
    assert number_text(0.30000000000000004, 0.1) == "0.3"
    assert number_text(1250.0, 50.0) == "1250"
    assert nice_range([]) == (0.0, 1.0)
    low, high = nice_range([0.97, 0.99], floor=0.0, ceiling=1.0)
    assert 0.9 < low < 0.97
    assert 0.99 < high <= 1.0


@pytest.mark.parametrize("hours", [0.5, 3, 8, 24, 72, 24 * 9, 24 * 40, 24 * 370, 24 * 2000])
def test_a_time_axis_has_some_marks_and_not_too_many(hours: float) -> None:
    until = START + timedelta(hours=hours)
    ticks = time_ticks(START, until, 8, ZoneInfo("Europe/Berlin"))
    assert len(ticks) <= 12
    assert all(START <= at <= until for at, _ in ticks)
    if hours >= 3:
        assert len(ticks) >= 2


Make = Callable[..., Inspection]


def test_sums_are_the_same_in_every_kind_of_database(
    records: Records, make_recipe: Callable[..., Recipe], tmp_path: Path
) -> None:
    recipes = [make_recipe("cell-0"), make_recipe("cell-1")]
    for recipe in recipes:
        records.add_recipe(recipe)
    filed = parts(recipes, 300)
    fill(records, filed)
    everything = [one for one in filed if one.purpose is Purpose.PRODUCTION]
    between = [START, START + timedelta(hours=31, minutes=17), START + timedelta(days=6)]
    points, _ = records.lookback.yields(between, None)
    assert sum(point.total for point in points) == len(everything)
    ids = records.lookback.recipe_ids(InspectionQuery(recipe="cell-1"))
    assert ids is not None
    [first, second] = records.lookback.score_sums(between, ids, 1000.0)
    good = [one for one in everything if one.verdict is Verdict.OK and one.score and one.recipe == recipes[1].ref]
    assert first[0] + second[0] == len(good)
