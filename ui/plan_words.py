"""Words for capture plans."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from station.capture_plan import SetUp
from station.plan_words import Ask, PlanProgress, PlanState, Question
from ui.told import in_words
from ui.words import duration_text, pictures_text

translate = QCoreApplication.translate


def label_words(setup: SetUp) -> str:
    """What a set-up shows."""
    return translate("plan", "good") if setup.good else setup.label


def row_words(setup: SetUp, pose: int | None) -> str:
    """What a row shows, and from where."""
    where = translate("plan", "by hand") if pose is None else translate("plan", "pose {number}").format(number=pose)
    return f"{label_words(setup)} · {where}"


def row_state(done: int, of: int, *, now: bool, unfit: int) -> str:
    """How far a pose is."""
    if now:
        return translate("plan", "now")
    if done == 0:
        return translate("plan", "waits")
    if done < of:
        return translate("plan", "{done} of {all}").format(done=done, all=of)
    if unfit:
        return translate("plan", "taken, {count} unfit").format(count=unfit)
    return translate("plan", "taken")


def state_words(now: PlanProgress) -> str:
    """What a run is doing, in one sentence."""
    if now.message:
        return f"{in_words(now.message)} {in_words(now.hint)}".strip()
    match now.state:
        case PlanState.DONE:
            return translate("plan", "All pictures of the plan are taken.")
        case PlanState.ASKING:
            return translate("plan", "Waits for you.")
        case _ if now.current is None:
            return ""
        case _ if now.current.pose is None:
            return translate("plan", "Set-up {setup}, by hand: picture {shot}").format(
                setup=now.current.setup.number, shot=now.current.shot
            )
        case _:
            return translate("plan", "Set-up {setup}, pose {pose}: picture {shot}").format(
                setup=now.current.setup.number, pose=now.current.pose, shot=now.current.shot
            )


def count_words(now: PlanProgress) -> str:
    """How far a run is, and how long it will take."""
    words = [translate("plan", "{done} of {pictures}").format(done=now.done, pictures=pictures_text(now.total))]
    if now.unfit:
        words.append(translate("plan", "{count} kept though unfit").format(count=now.unfit))
    if now.retaken:
        words.append(translate("plan", "{count} taken again").format(count=now.retaken))
    if now.eta_s is not None and now.state is not PlanState.DONE:
        words.append(translate("plan", "about {time} without changing parts").format(time=duration_text(now.eta_s)))
    return " · ".join(words)


def question_words(question: Question) -> tuple[str, str]:
    """What a person is asked for, and more about it."""
    setup = question.setup
    if question.kind is Ask.INSERT:
        about = translate("plan", "Shows: {label}").format(label=label_words(setup))
        return translate("plan", "Put in: {title}").format(title=setup.title), f"{about}\n{setup.note}".strip()
    if question.kind is Ask.MOVE:
        return (
            translate("plan", "Move the part slightly"),
            translate("plan", "Then comes picture {shot} of {title}.").format(shot=question.shot, title=setup.title),
        )
    return translate("plan", "This picture is unfit"), "\n".join(in_words(one) for one in question.findings)
