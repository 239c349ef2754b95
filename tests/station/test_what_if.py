"""What-if in SQL against the same in Python, on every kind of database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np

from station.db import Records
from station.recipe import ModelVersion, Recipe
from station.types import Inspection, ModelRef, Purpose, Reason, Verdict
from tests.station.conftest import NOON

DAY = timedelta(days=1)


def verdict_at(score: float, threshold: float, review_from: float | None) -> Verdict:
    if score >= threshold:
        return Verdict.NOK
    return Verdict.REVIEW if review_from is not None and score >= review_from else Verdict.OK


def recorded(
    records: Records, make_inspection: Callable[..., Inspection], make_recipe: Callable[..., Recipe], count: int = 240
) -> tuple[list[Recipe], list[Inspection]]:
    """Parts of two versions with one model, some without a score, one every two hours."""
    recipes = [make_recipe(version=1, threshold=1.0), make_recipe(version=2, threshold=1.2, review_from=0.8)]
    for recipe in recipes:
        records.add_recipe(recipe)
    rng = np.random.default_rng(4)
    rows = []
    for n in range(count):
        recipe = recipes[n % 2]
        # halves and tenths: scores that are exactly on a threshold
        score = float(np.round(rng.uniform(0.0, 2.0), 1))
        verdict, reason = verdict_at(score, recipe.threshold, recipe.review_from), Reason.BELOW_THRESHOLD
        if n % 17 == 0:
            verdict, reason = Verdict.ERROR, Reason.LATE
        rows.append(
            make_inspection(
                n,
                at=NOON + n * timedelta(hours=2),
                score=None if n % 34 == 0 else score,
                verdict=verdict,
                reason=reason,
                recipe=recipe.ref,
                model=ModelRef("cell", 1, "a" * 64),
            )
        )
        records.commit_inspection(rows[-1])
        if n % 10 == 3:  # what a check adds changes nothing
            reference = replace(rows[-1], id=f"reference-{n}", purpose=Purpose.REFERENCE)
            records.commit_inspection(reference)
    return recipes, rows


def test_counts_by_day_and_the_parts_that_change_are_those_of_the_rule(
    records: Records, make_inspection: Callable[..., Inspection], make_recipe: Callable[..., Recipe]
) -> None:
    recipes, rows = recorded(records, make_inspection, make_recipe)
    since, until = NOON + 2 * DAY, NOON + 15 * DAY
    for threshold, review_from in ((1.0, None), (1.5, 1.2), (0.3, 0.2), (9.0, None)):
        for hours in (0, 5, -7):
            expected: Counter[tuple[int, Verdict, Verdict]] = Counter()
            changed = []
            for one in rows:
                if not since <= one.at < until:
                    continue
                would_be = one.verdict
                if one.verdict is not Verdict.ERROR:
                    assert one.score is not None
                    would_be = verdict_at(one.score, threshold, review_from)
                day = (one.at + timedelta(hours=hours)).toordinal() - 719_163
                expected[day, one.verdict, would_be] += 1
                if would_be is not one.verdict:
                    changed.append((one.id, would_be))
            found = records.what_if.days(
                recipes, threshold, review_from, since=since, until=until, offset_us=hours * 3_600_000_000
            )
            assert {(one.day, one.was, one.would_be): one.n for one in found} == dict(expected)
        listed = records.what_if.changed(recipes, threshold, review_from, since=since, until=until, limit=500)
        assert [(one.id, verdict) for one, verdict in listed] == changed[::-1]


def test_only_the_versions_that_are_asked_for_count(
    records: Records, make_inspection: Callable[..., Inspection], make_recipe: Callable[..., Recipe]
) -> None:
    recipes, rows = recorded(records, make_inspection, make_recipe, 40)
    until = NOON + 30 * DAY
    assert records.what_if.count(recipes, since=NOON, until=until) == 40
    assert records.what_if.count(recipes[:1], since=NOON, until=until) == 20
    assert records.what_if.count([], since=NOON, until=until) == 0
    assert records.what_if.days([], 1.0, None, since=NOON, until=until) == []
    stranger = make_recipe(version=9, model=ModelVersion(name="cell", version=2, sha256="b" * 64))
    assert records.what_if.changed([stranger], 0.0, None, since=NOON, until=until) == []
    assert len(rows) == 40
