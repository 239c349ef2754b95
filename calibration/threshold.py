"""Choose a threshold: the operating points a factory asks for, from scores of good and of defect parts.

    zero_escape             every defect is stopped, at the fewest false rejects that allows
    zero_false_reject       no good part is rejected, at the fewest escapes that allows
    min_cost                least cost, when one escape costs as much as `escape_cost` false rejects
    best_f1                 largest F1
    youden                  largest TPR - FPR
    target_false_reject     at most `rate` of these good parts are rejected
    good_only               at most `rate` of all good parts are rejected, with confidence; needs no defects.
                            `room` sets it that share of the score further from the good ones
    cautious                good_only, or zero_escape where that is lower: every defect is stopped, and a defect that is
                            shown never raises the threshold

Where equally good thresholds differ in escapes, the one with fewer escapes wins.

A threshold is put in the middle of the gap between the two scores it separates, as a float32 value strictly between
them, so that it separates them also after scores or threshold have gone through float32. Scores that float32 cannot
keep apart are decided on the safe side of the policy: `zero_escape` and `good_only` keep their promise and the counts
tell the price.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calibration.api import CalibrationError
from calibration.bounds import (
    CONFIDENCE,
    Rate,
    at_most,
    check_share,
    exact_share,
    good_images_needed,
    percent,
    upper_bound,
)
from calibration.metrics import RocCurve, roc_of
from calibration.operating_point import OperatingPoint, evaluate_sorted
from calibration.scores import ScoreSet

IN_SAMPLE_NOTE = "chosen on these very parts, so the figures flatter: check it on parts that were not used"


@dataclass(frozen=True, slots=True)
class GoodOnlyClaim:
    """What good parts alone guarantee: with `confidence`, at most `rate` of all good parts are rejected.

    The threshold lies just above the (allowed + 1)-th highest of `n_good` held-out good scores; the false reject rate
    above an order statistic is at most Beta-distributed, whatever the distribution of scores. `images_needed` is how
    many good images `target` takes. `rate` may be above `target`, and then `target` must not be claimed.
    """

    rate: float
    target: float
    confidence: float
    n_good: int
    allowed: int
    images_needed: int

    @property
    def reached(self) -> bool:
        return self.rate <= self.target

    @property
    def sentence(self) -> str:
        pictures = f"{self.n_good} held-out good picture{'' if self.n_good == 1 else 's'}"
        claim = f"{at_most(self.rate, self.confidence)} of good parts will be rejected, from {pictures}"
        if self.reached:
            return claim
        return f"{claim}; the {percent(self.target)} asked for cannot be claimed below {self.images_needed} pictures"


@dataclass(frozen=True, slots=True)
class ThresholdChoice:
    """A chosen threshold, why, and what it would have done. `params` are those the policy ran with."""

    policy: str
    params: tuple[tuple[str, float], ...]
    point: OperatingPoint
    claim: GoodOnlyClaim | None
    notes: tuple[str, ...]

    @property
    def threshold(self) -> float:
        return self.point.threshold

    @property
    def review_from(self) -> float | None:
        return self.point.review_from

    @property
    def n_good(self) -> int:
        return self.point.n_good

    @property
    def n_defect(self) -> int:
        return self.point.n_defect

    @property
    def false_rejects(self) -> Rate | None:
        return self.point.false_rejects

    @property
    def escapes(self) -> Rate | None:
        return self.point.escapes

    @property
    def in_review(self) -> int:
        return self.point.in_review

    @property
    def sentence(self) -> str:
        """Say it for people. Notes are apart, in `notes`."""
        if self.claim is None:
            return self.point.sentence
        return "; ".join([self.claim.sentence, self.point.escapes_text, *self.point.review_texts])


def policies() -> tuple[str, ...]:
    """Return the names that `choose` knows, sorted."""
    return tuple(sorted(_POLICIES))


def policy_params(policy: str) -> Mapping[str, float | None]:
    """Return the parameters of a policy with their defaults; None means that it must be given or may be left out.

    Raises:
        CalibrationError: unknown policy; the message lists the known ones.
    """
    return dict(_policy(policy).params)


def choose(
    policy: str,
    good: ArrayLike,
    defect: ArrayLike = (),
    *,
    review: str | None = None,
    review_params: Mapping[str, float] | None = None,
    confidence: float = CONFIDENCE,
    **params: float,
) -> ThresholdChoice:
    """Choose a threshold by the policy of that name.

    `review` names a second policy, whose threshold starts the review band (say zero_escape below zero_false_reject);
    where it does not lie below the first, there is no band and a note says so.

    Params: `escape_cost` (false rejects that cost as much as one escape) and `defect_share` (share of defects among
    the parts of the line; left out: as among these scores) for min_cost; `rate` for target_false_reject, good_only and
    cautious; `room` (share of the score) for good_only, where another device or an exported file must judge the same.

    Raises:
        CalibrationError: unknown policy or parameter, a value out of range, scores that are not finite, or no scores
            of a kind that the policy needs.
    """
    check_share(confidence, "the confidence", open_ended=True)
    if review is None and review_params:
        raise CalibrationError("there are parameters for a review band, but no policy for it", "Name one in `review`.")
    scores = ScoreSet.of(good, defect)
    chosen, cut = _run(policy, scores, confidence, params)
    notes = list(cut.notes)
    review_from: float | None = None
    if review is not None:
        _, second = _run(review, scores, confidence, review_params or {})
        if second.threshold < cut.threshold:
            review_from = second.threshold
        else:
            notes.append(f"no review band: the threshold of {review} is not below the one of {policy}")
    return ThresholdChoice(
        policy=policy,
        params=chosen,
        point=evaluate_sorted(scores, cut.threshold, review_from, confidence=confidence),
        claim=cut.claim,
        notes=tuple(notes),
    )


def settle(scores: ScoreSet, threshold: float) -> float:
    """Return the threshold that separates the same scores as `threshold`, in the middle of the gap it lies in.

    Raises:
        CalibrationError: there are no scores.
    """
    if scores.good.size == scores.defect.size == 0:
        raise CalibrationError("there are no scores to put a threshold between", "Score at least one good part.")
    return _place(*scores.neighbours(threshold), keep="counts")


@dataclass(frozen=True, slots=True)
class _Cut:
    threshold: float
    claim: GoodOnlyClaim | None = None
    notes: tuple[str, ...] = (IN_SAMPLE_NOTE,)


@dataclass(frozen=True, slots=True)
class _Ask:
    scores: ScoreSet
    confidence: float
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Policy:
    run: Callable[[_Ask], _Cut]
    params: Mapping[str, float | None]
    required: frozenset[str] = frozenset()
    needs_good: bool = True
    needs_defect: bool = True


def _policy(name: str) -> _Policy:
    try:
        return _POLICIES[name]
    except KeyError:
        raise CalibrationError(f"there is no threshold policy {name!r}", f"Known: {', '.join(policies())}.") from None


def _run(
    name: str, scores: ScoreSet, confidence: float, given: Mapping[str, float]
) -> tuple[tuple[tuple[str, float], ...], _Cut]:
    policy = _policy(name)
    for key, value in given.items():
        if key not in policy.params:
            known = ", ".join(sorted(policy.params)) or "none"
            raise CalibrationError(f"{name} has no parameter {key!r}", f"Known: {known}.")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise CalibrationError(f"{key} must be a finite number, not {value!r}")
    for key in sorted(policy.required - given.keys()):
        raise CalibrationError(f"{name} needs the parameter {key!r}", f"Give it a value: {key} = ...")
    params = {**policy.params, **given}
    scores.require(good=policy.needs_good, defect=policy.needs_defect)
    cut = policy.run(_Ask(scores, confidence, params))
    return tuple((key, float(value)) for key, value in sorted(params.items()) if value is not None), cut


def _zero_escape(ask: _Ask) -> _Cut:
    return _Cut(_place(*ask.scores.neighbours(float(ask.scores.defect[0])), keep="defects"))


def _zero_false_reject(ask: _Ask) -> _Cut:
    return _Cut(_place(*ask.scores.neighbours(_just_above(float(ask.scores.good[-1]))), keep="good"))


def _min_cost(ask: _Ask) -> _Cut:
    escape_cost, share = float(ask.params["escape_cost"]), ask.params["defect_share"]
    if escape_cost <= 0.0:
        raise CalibrationError(
            "escape_cost must be above 0", "It is how many false rejects cost as much as one escape."
        )
    curve = roc_of(ask.scores)
    escapes = curve.n_defect - curve.detected
    if share is None:
        cost = escapes * escape_cost + curve.false_rejects
    else:
        check_share(share, "defect_share", open_ended=True)
        cost = share * escape_cost * escapes / curve.n_defect + (1.0 - share) * curve.false_rejects / curve.n_good
    return _best(ask.scores, curve, -cost)


def _best_f1(ask: _Ask) -> _Cut:
    curve = roc_of(ask.scores)
    return _best(ask.scores, curve, 2 * curve.detected / (curve.detected + curve.false_rejects + curve.n_defect))


def _youden(ask: _Ask) -> _Cut:
    curve = roc_of(ask.scores)
    return _best(ask.scores, curve, curve.detected * curve.n_good - curve.false_rejects * curve.n_defect)


def _target_false_reject(ask: _Ask) -> _Cut:
    rate = float(ask.params["rate"])
    check_share(rate, "rate")
    n_good = ask.scores.good.size
    allowed = math.floor(exact_share(rate) * n_good)
    notes = [IN_SAMPLE_NOTE]
    if allowed == 0 and rate > 0.0:
        notes.append(f"{n_good} good parts are too few to show {percent(rate)}: none of them may be rejected")
    at = -math.inf if allowed >= n_good else _just_above(float(ask.scores.good[n_good - 1 - allowed]))
    return _Cut(_place(*ask.scores.neighbours(at), keep="good"), notes=tuple(notes))


def _good_only(ask: _Ask) -> _Cut:
    rate, room = float(ask.params["rate"]), float(ask.params["room"])
    if room < 0.0:
        raise CalibrationError("room must not be below 0", "It is a share of the score, such as 0.05.")
    n_good = ask.scores.good.size
    needed = good_images_needed(rate, ask.confidence)
    # Bound and count rise together: find the most good parts that may lie above with the bound still in the target.
    low, high = 0, n_good
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if upper_bound(middle, n_good, ask.confidence) <= rate else (low, middle)
    claim = GoodOnlyClaim(
        rate=upper_bound(low, n_good, ask.confidence),
        target=rate,
        confidence=ask.confidence,
        n_good=n_good,
        allowed=low,
        images_needed=needed,
    )
    # Further up no more good parts are rejected, so the claim stays true.
    edge = float(ask.scores.good[n_good - 1 - low])
    threshold = _place(edge + room * abs(edge), None, keep="good")
    return _Cut(threshold, claim, ("holds only for good images that the model was not taught from",))


def _cautious(ask: _Ask) -> _Cut:
    good_only = _good_only(_Ask(ask.scores, ask.confidence, {**ask.params, "room": 0.0})).threshold
    n_defect = ask.scores.defect.size
    passed = n_defect - ask.scores.defect_at_or_above(good_only)
    if not passed:
        return _Cut(good_only)
    price = f"good_only at {percent(float(ask.params['rate']))} would let {passed} of {n_defect} pass"
    notes = (IN_SAMPLE_NOTE, f"the lowest of the defects sets it, among the scores of good parts; {price}")
    return _Cut(_zero_escape(ask).threshold, notes=notes)


def _best(scores: ScoreSet, curve: RocCurve, value: NDArray[Any]) -> _Cut:
    # The curve descends in threshold: the last of equals has the fewest escapes.
    index = value.size - 1 - int(np.argmax(value[::-1]))
    return _Cut(_place(*scores.neighbours(float(curve.thresholds[index])), keep="counts"))


def _place(lower: float | None, upper: float | None, *, keep: Literal["defects", "good", "counts"]) -> float:
    """Return a threshold t with lower < t <= upper (None: no score on that side), robust to float32.

    Where no float32 lies strictly between, `keep` decides: "defects" never goes above `upper`, "good" never down to
    `lower`, both also after float32; "counts" cuts on `upper` itself, exact in float64.
    """
    if upper is None:
        if lower is None:
            raise ValueError("a threshold needs a score on one side")
        return _next_float32(max(lower, _float32(lower)), math.inf)
    floor = min(upper, _float32(upper))
    if lower is None:
        return _next_float32(floor, -math.inf)
    ceiling = max(lower, _float32(lower))
    middle = _float32((ceiling + floor) / 2.0)
    if ceiling < middle < floor:
        return middle
    if keep == "good":
        return _next_float32(ceiling, math.inf)
    if keep == "defects":
        return floor if _float32(floor) == floor else _next_float32(floor, -math.inf)
    return upper


def _just_above(score: float) -> float:
    return math.nextafter(score, math.inf)


def _float32(value: float) -> float:
    return float(np.float32(value))


def _next_float32(value: float, towards: float) -> float:
    """Return the float32 value nearest to `value` that lies strictly beyond it."""
    near = np.float32(value)
    beyond = float(near) > value if towards > value else float(near) < value
    return float(near) if beyond else float(np.nextafter(near, np.float32(towards)))


_POLICIES: dict[str, _Policy] = {
    "zero_escape": _Policy(_zero_escape, {}, needs_good=False),
    "zero_false_reject": _Policy(_zero_false_reject, {}, needs_defect=False),
    "min_cost": _Policy(_min_cost, {"escape_cost": None, "defect_share": None}, frozenset({"escape_cost"})),
    "best_f1": _Policy(_best_f1, {}),
    "youden": _Policy(_youden, {}),
    "target_false_reject": _Policy(_target_false_reject, {"rate": None}, frozenset({"rate"}), needs_defect=False),
    "cautious": _Policy(_cautious, {"rate": 0.05}),
    "good_only": _Policy(_good_only, {"rate": 0.05, "room": 0.0}, needs_defect=False),
}
