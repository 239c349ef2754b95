"""What a bake-off says to people: one sentence that recommends, one that checks it, notes, and the table."""

from __future__ import annotations

from calibration import Rate, at_most, between, good_images_needed, upper_bound
from station.bakeoff import Result, Row, in_words

COLUMNS = ("place", "detector", "false rejects", "AUROC", "latency", "escapes if kept", "training", "remarks")
"""False rejects are counted where every defect is stopped; escapes at the threshold that the recipe would get."""
NUMBERS = ("place",)


def recommendation(result: Result) -> str:
    """Recommend one detector in a sentence that says why, with counts and bounds."""
    winner = result.winner
    real = result.arena.real_defects
    if winner is None:
        fastest = min(result.measured, key=_p50)
        return (
            f"None can be recommended: the fastest, {fastest.candidate.label}, takes {_ms(fastest)} a picture,"
            f" and the line allows {result.contest.deadline_ms:g} ms."
        )
    at = result.ranking.order[0]
    figures = result.ranking.figures[at]
    low, high = figures.auroc_interval
    auroc = f"AUROC {figures.auroc:.3f}, {between(f'{low:.3f}', f'{high:.3f}')}"
    if real:
        n_defect = len(result.contest.pictures.defect)
        assert figures.false_rejects is not None
        did = f"stopped {_of(n_defect, 'defect')} at {_rejected(figures.false_rejects)}; {auroc}"
    else:
        did = f"told made defects from good parts with {auroc}"
        if figures.false_rejects is not None:
            did += f"; {_rejected(figures.false_rejects)} at a threshold from good parts alone"
    sentence = f"Take {winner.candidate.label}: it {did}; {_ms(winner)} a picture"
    versus = _versus(result)
    unknown = "" if real else "; escapes are unknown, because no real defect was shown"
    return f"{sentence}{unknown}; {versus}."


def _versus(result: Result) -> str:
    """What speaks against the second."""
    ranked, ranking = result.ranked, result.ranking
    if len(ranked) < 2:
        return "nothing else was measured"
    first, second = (ranking.figures[index] for index in ranking.order[:2])
    name = ranked[1].candidate.label
    count = "" if second.false_rejects is None else f"{second.false_rejects.count} of {second.false_rejects.total}"
    needed = f"needed {count}" if result.arena.real_defects else f"rejected {count}"
    match ranking.decided[0]:
        case "in time":
            return f"{name} takes {_ms(ranked[1])}, and the line allows {result.contest.deadline_ms:g} ms"
        case "false rejects":
            return f"{name} {needed}"
        case "auroc":
            also = f" ({needed}: no clear difference)" if count and second.false_rejects != first.false_rejects else ""
            return f"{name} told them apart less well, with AUROC {second.auroc:.3f}{also}"
        case "latency":
            return (
                f"{name} is no better within what these pictures can show"
                f" ({needed + ', ' if count else ''}AUROC {second.auroc:.3f}) and takes {_ms(ranked[1])}"
            )
        case _:
            return (
                f"{name} cannot be told from it on these pictures"
                f" ({needed + ', ' if count else ''}AUROC {second.auroc:.3f}, {_ms(ranked[1])})"
            )


def check_sentence(result: Result) -> str:
    """Say what is left of it when choice and counting are kept apart."""
    check = result.ranking.check
    pictures = result.contest.pictures
    if check is None:
        defects = f" and {_of(len(pictures.defect), 'defect', all_of=False)}" if result.arena.real_defects else ""
        good = _of(len(pictures.held_out), "held-out good part", all_of=False)
        return (
            f"Choice and figures come from the same pictures, {good}{defects}, too few to halve: the figures flatter."
        )
    counted = _rejected(check.false_rejects)
    if check.escapes is not None:
        stopped = check.escapes.total - check.escapes.count
        bound = at_most(check.escapes.upper, check.escapes.confidence)
        counted = f"{stopped} of {check.escapes.total} defects stopped, escapes {bound}, at {counted}"
    else:
        counted = f"{counted}, AUROC {check.auroc:.3f} against made defects"
    one, other = check.chosen
    winner = result.measured[result.ranking.order[0]].candidate.label
    if one == other == winner:
        agree = f"both halves choose {winner}"
    elif one == other:
        agree = f"both halves alone choose {one}: {winner} is a narrow choice"
    else:
        agree = f"one half chooses {one}, the other {other}: the difference is within chance"
    return (
        "The figures above are of the very pictures that chose. Detector and threshold chosen on one half and counted"
        f" on the other, both ways: {counted}; {agree}."
    )


def notes(result: Result) -> list[str]:
    """Say what so few pictures allow one to claim."""
    pictures, contest = result.contest.pictures, result.contest
    found = list(pictures.notes)
    n_good = len(pictures.held_out)
    bound = upper_bound(0, n_good)
    if bound > contest.rate:
        found.append(
            f"{_of(n_good, 'held-out good part', all_of=False)} can show false rejects of {at_most(bound)} at best;"
            f" {good_images_needed(contest.rate)} are needed to claim {at_most(contest.rate)}"
        )
    if pictures.defect:
        escape = upper_bound(0, len(pictures.defect))
        found.append(
            f"{_of(len(pictures.defect), 'defect', all_of=False)} can show escapes of {at_most(escape)} at best"
        )
        winner = result.winner
        escapes = winner.choice.escapes if winner is not None and winner.choice is not None else None
        if escapes is not None and escapes.count:
            found.append(
                f"the threshold that is kept, by {contest.kept_by}, lets {escapes.count} of {escapes.total} defects"
                " pass; the sentence above is of one that stops all, as without --policy"
            )
    else:
        made = result.arena.entrants[0].defect.size
        found.append(
            f"no real defects were given: {made} made ones (spots and pasted pieces on held-out good pictures) stand in"
            " for them in the AUROC; how many real defects would escape is unknown"
        )
    return found


def table(result: Result) -> list[tuple[str, ...]]:
    """One row per candidate under `COLUMNS`: ranked ones first, then those that were not measured."""
    rows: list[tuple[str, ...]] = []
    for place, (index, row) in enumerate(zip(result.ranking.order, result.ranked, strict=True), start=1):
        figures = result.ranking.figures[index]
        low, high = figures.auroc_interval
        assert row.outcome is not None
        assert row.latency is not None
        rate = figures.false_rejects
        rows.append(
            (
                str(place),
                row.candidate.label,
                "unknown" if rate is None else str(rate),
                f"{figures.auroc:.3f}, {between(f'{low:.3f}', f'{high:.3f}')}",
                f"{_ms(row)} (95 %: {row.latency.p95_ms:.1f})",
                _escapes(row),
                in_words(row.outcome.fit_s),
                f"not recommended: {row.reason}" if row.reason else "",
            )
        )
    rows += [
        ("", row.candidate.label, "", "", "", "", "", f"{row.state}: {row.reason}")
        for row in result.rows
        if row.state != "measured"
    ]
    return rows


def _p50(row: Row) -> float:
    assert row.latency is not None
    return row.latency.p50_ms


def _escapes(row: Row) -> str:
    assert row.choice is not None
    escapes = row.choice.escapes
    return "unknown" if escapes is None else f"{escapes.count} of {escapes.total}"


def _ms(row: Row) -> str:
    """The median latency; whole milliseconds where a tenth would be noise."""
    p50 = _p50(row)
    return f"{p50:.1f} ms" if p50 < 10 else f"{p50:.0f} ms"


def _rejected(rate: Rate) -> str:
    return f"{rate.count} of {rate.total} false rejects, {at_most(rate.upper, rate.confidence)}"


def _of(count: int, what: str, *, all_of: bool = True) -> str:
    if count == 1:
        return f"the one {what}" if all_of else f"1 {what}"
    return f"{f'all {count}' if all_of else count} {what}s"
