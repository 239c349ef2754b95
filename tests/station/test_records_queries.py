"""Queries against a plain Python reference, and that they are answered from an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from station.db import Records, selection
from station.queries import InspectionQuery
from station.recipe import Recipe
from station.types import ImageRef, Inspection, Purpose, Reason, Verdict

Make = Callable[..., Inspection]

START = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
REASONS = {
    Verdict.OK: [Reason.BELOW_THRESHOLD],
    Verdict.NOK: [Reason.ABOVE_THRESHOLD],
    Verdict.REVIEW: [Reason.REVIEW_BAND],
    Verdict.ERROR: [Reason.LATE, Reason.OVERRUN, Reason.IMAGE_GATE],
}
ALL_REASONS = [reason for some in REASONS.values() for reason in some]
PARTS = [None, "SN1", "SN10", "SN11", "SN2", "sn1", "S", "=1+1", "Ä1", "Ä2", "SN%", "SN_", "\U0010ffff", "\ud7ffx"]
SCORES = [None, 0.0, 0.25, 0.5, 0.5, 0.75, 1.0, 2.0, float("inf"), float("nan")]


def history(refs: list[Recipe], count: int) -> list[Inspection]:
    """A deterministic mixture in which times repeat, and are not in the order of commit."""
    result = []
    for n in range(count):
        verdict = list(Verdict)[(n * 7 + n // 5) % 4]
        reasons = REASONS[verdict]
        result.append(
            Inspection(
                id=f"part-{n:04d}",
                trigger_id=str(n),
                source="software",
                part_id=PARTS[(n * 5) % len(PARTS)],
                seq=n,
                at=START + timedelta(minutes=(n * 37) % 400),
                verdict=verdict,
                reason=reasons[n % len(reasons)],
                score=SCORES[(n * 3) % len(SCORES)],
                recipe=None if n % 6 == 0 else refs[n % len(refs)].ref,
                image=ImageRef(),
                purpose=Purpose.REFERENCE if n % 9 == 4 else Purpose.PRODUCTION,
            )
        )
    return result


def matches(one: Inspection, query: InspectionQuery) -> bool:
    score = one.score if one.score is not None and abs(one.score) < float("inf") else None
    return (
        (query.purpose is None or one.purpose is query.purpose)
        and (query.since is None or one.at >= query.since)
        and (query.until is None or one.at < query.until)
        and (not query.verdicts or one.verdict in query.verdicts)
        and (not query.reasons or one.reason in query.reasons)
        and (query.part_id is None or one.part_id == query.part_id)
        and (not query.part_prefix or (one.part_id is not None and one.part_id.startswith(query.part_prefix)))
        and (query.recipe is None or (one.recipe is not None and one.recipe.name == query.recipe))
        and (query.recipe_version is None or (one.recipe is not None and one.recipe.version == query.recipe_version))
        and (query.score_from is None or (score is not None and score >= query.score_from))
        and (query.score_to is None or (score is not None and score <= query.score_to))
    )


moments = st.none() | st.integers(-10, 410).map(lambda minutes: START + timedelta(minutes=minutes))
bounds = st.none() | st.sampled_from([-1.0, 0.0, 0.25, 0.3, 0.5, 0.75, 1.0, 5.0])


@st.composite
def queries(draw: st.DrawFn) -> InspectionQuery:
    part_id, part_prefix = draw(
        st.one_of(
            st.just((None, None)),
            st.tuples(st.sampled_from(PARTS), st.none()),
            st.tuples(st.none(), st.sampled_from(["", "S", "SN", "SN1", "Ä", "X", "\U0010ffff", "SN%", "\ud7ff"])),
        )
    )
    recipe = draw(st.sampled_from([None, None, "cell", "plate", "unknown"]))
    return InspectionQuery(
        since=draw(moments),
        until=draw(moments),
        verdicts=draw(st.frozensets(st.sampled_from(Verdict), max_size=3)),
        reasons=draw(st.frozensets(st.sampled_from(ALL_REASONS), max_size=2)),
        part_id=part_id,
        part_prefix=part_prefix,
        recipe=recipe,
        recipe_version=draw(st.sampled_from([None, 1, 2, 9])) if recipe else None,
        score_from=draw(bounds),
        score_to=draw(bounds),
        purpose=draw(st.sampled_from([Purpose.PRODUCTION, None, Purpose.REFERENCE])),
    )


@pytest.fixture
def filled(records: Records, make_recipe: Callable[..., Recipe]) -> tuple[Records, list[Inspection]]:
    recipes = [make_recipe("cell", 1), make_recipe("cell", 2), make_recipe("plate", 1)]
    for recipe in recipes:
        records.add_recipe(recipe)
    rows = history(recipes, 160)
    for row in rows:
        records.commit_inspection(row)
    rows.reverse()  # of equal times the later committed comes first
    rows.sort(key=lambda one: one.at, reverse=True)
    return records, rows


@pytest.mark.parametrize("few", [0, 3, 10_000])
@given(query=queries(), limit=st.integers(8, 60))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_pages_and_counts_are_those_of_a_plain_filter(
    filled: tuple[Records, list[Inspection]], few: int, query: InspectionQuery, limit: int
) -> None:
    """`few` decides between collecting and walking, so each way is compared."""
    records, rows = filled
    expected = [one for one in rows if matches(one, query)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "FEW", few)
        patch.setattr(selection, "_FEW_TO_LOOK_UP", min(few, 500))
        found, cursor, pages = [], None, 0
        while True:
            page = records.inspections(query, limit=limit, after=cursor)
            found += page.items
            pages += 1
            assert len(page.items) == limit or page.next is None
            if page.next is None:
                break
            cursor = page.next
        counts = records.counts(query)
    assert [one.id for one in found] == [one.id for one in expected]
    assert pages == max(1, -(-len(expected) // limit))
    assert counts == {verdict: sum(one.verdict is verdict for one in expected) for verdict in Verdict}


def test_paging_neither_repeats_nor_skips_when_inspections_are_added_meanwhile(
    records: Records, make_inspection: Make
) -> None:
    for n in range(20):
        records.commit_inspection(make_inspection(n))
    first = records.inspections(limit=8)
    for n in range(100, 110):
        records.commit_inspection(make_inspection(n))
    second = records.inspections(limit=20, after=first.next)
    assert [one.seq for one in first.items + second.items] == list(range(19, -1, -1))
    assert second.next is None


def test_a_limit_below_one_is_refused(sqlite_records: Records) -> None:
    with pytest.raises(ValueError, match="limit"):
        sqlite_records.inspections(limit=0)


def test_queries_that_cannot_be_meant_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        InspectionQuery(since=datetime(2025, 1, 1))
    with pytest.raises(ValueError, match="not both"):
        InspectionQuery(part_id="a", part_prefix="b")
    with pytest.raises(ValueError, match="needs recipe"):
        InspectionQuery(recipe_version=1)


NOK = frozenset({Verdict.NOK})


@pytest.mark.parametrize(
    "query",
    [
        InspectionQuery(),
        InspectionQuery(since=START, until=START + timedelta(hours=3)),
        InspectionQuery(verdicts=NOK),
        InspectionQuery(reasons=frozenset({Reason.LATE})),
        InspectionQuery(recipe="cell", recipe_version=1, verdicts=NOK),
        InspectionQuery(part_id="SN1"),
        InspectionQuery(part_prefix="SN"),
        InspectionQuery(score_from=1.0),
        InspectionQuery(score_from=1.0, since=START, recipe="cell"),
    ],
    ids=str,
)
def test_no_query_scans_or_sorts_the_whole_table(
    sqlite_records: Records, make_recipe: Callable[..., Recipe], query: InspectionQuery, tmp_path: Path
) -> None:
    recipe = make_recipe("cell", 1)
    sqlite_records.add_recipe(recipe)
    for row in history([recipe], 40):
        sqlite_records.commit_inspection(row)
    plans: list[str] = []
    engine = sqlite_records._engine

    def explain(connection, cursor, statement, parameters, context, executemany):  # type: ignore[no-untyped-def]
        if statement.startswith("SELECT"):
            raw = connection.connection.driver_connection
            plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.append("; ".join(step[3] for step in plan))

    event.listen(engine, "before_cursor_execute", explain)
    sqlite_records.inspections(query, limit=10)
    event.remove(engine, "before_cursor_execute", explain)
    assert plans
    for plan in plans:
        steps = plan.split("; ")
        assert not any(step.startswith("SCAN inspections") and "INDEX" not in step for step in steps), plan
        sorts = "USE TEMP B-TREE FOR ORDER BY" in plan
        gathered = any("ix_inspections_score" in step or "ix_inspections_part" in step for step in steps)
        assert not sorts or gathered, plan
