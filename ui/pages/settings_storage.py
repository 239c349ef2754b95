"""Storage: what is there, what will happen when, and the limits of retention."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from station.permissions import Action
from station.storage_forecast import Limits, StorageReport
from ui.page import Page
from ui.theme import GRID, set_look
from ui.widgets.ask import Question
from ui.widgets.buttons import ActionButton
from ui.widgets.card import Card
from ui.widgets.forms import field
from ui.widgets.plain_table import PlainTable
from ui.words import bytes_text, count_text, verdict_word

_SOON_DAYS = 30
_FAR_DAYS = 3 * 365
"""What comes later than this is not worth a sentence."""


class StoragePanel(QWidget):
    """Bytes by verdict, the forecast in sentences, and four limits that an administrator may change."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._report: StorageReport | None = None
        theme = page.context.theme
        headings = (self.tr("What"), self.tr("Pictures"), self.tr("Size"))
        self.table = PlainTable(self.tr("What is stored"), headings, wide=(0,), numbers=(1, 2), choosing=False)
        self.used = QProgressBar()
        self.used.setTextVisible(False)
        self.used.setAccessibleName(self.tr("Share of the limit that the pictures need"))
        self.used_text = QLabel()
        self.free = QLabel()
        set_look(self.free, "number")
        self.free_hint = QLabel()
        set_look(self.free_hint, "muted")
        self.sentences = QLabel()
        self.sentences.setWordWrap(True)
        self.alarm = QLabel()
        self.alarm.setWordWrap(True)
        set_look(self.alarm, "warn")
        self.alarm.hide()
        days = self.tr(" days")
        self.share, self.most, self.age, self.reject_age = (QDoubleSpinBox() for _ in range(4))
        for box, least, most, step, decimals, unit in (
            (self.share, 0.0, 100.0, 5.0, 1, " %"),
            (self.most, 0.1, 100_000.0, 1.0, 1, " GB"),
            (self.age, 1.0, 36_500.0, 1.0, 0, days),
            (self.reject_age, 1.0, 36_500.0, 10.0, 0, days),
        ):
            box.setRange(least, most)
            box.setSingleStep(step)
            box.setDecimals(decimals)
            box.setSuffix(unit)
        self.apply_button = ActionButton(theme, "acknowledge", self.tr("Apply"))
        self.apply_button.set_prominent(True)
        self.read_button = ActionButton(theme, "refresh", self.tr("Read again"))
        self._lay_out()
        self.apply_button.clicked.connect(self._apply)
        self.read_button.clicked.connect(self.reload)
        self._refresh()

    def reload(self) -> None:
        """Read records and disk."""
        storage = self._page.context.station.storage
        self._page.run(storage.report, self.show_report, busy=(self.read_button, self.apply_button))

    def session_changed(self) -> None:
        self._refresh()

    def limits(self) -> Limits:
        """What the form says."""
        return Limits(self.share.value() / 100, self.most.value(), self.age.value(), self.reject_age.value())

    def unsaved(self) -> bool:
        """Whether the form says something else than what is in force."""
        return self._report is not None and self.limits() != self._shown(self._report.limits)

    def show_report(self, report: StorageReport) -> None:
        self._report = report
        rows = [
            (self.tr("Parts: {verdict}").format(verdict=verdict_word(verdict)), count_text(one.count),
             bytes_text(one.bytes))
            for verdict, one in report.by_verdict.items()
        ]  # fmt: skip
        names = {
            "data sets": self.tr("Data sets with masks"),
            "models": self.tr("Models"),
            "records": self.tr("Records"),
            "logs": self.tr("Logs"),
        }
        rows += [(names.get(name, name), "", bytes_text(size)) for name, size in report.other_bytes.items()]
        self.table.fill(rows)
        most = report.limits.max_gb * 1e9
        self.used.setRange(0, 1000)
        self.used.setValue(min(1000, round(1000 * report.picture_bytes / most)))
        self.used_text.setText(
            self.tr("Pictures need {size} of {limit}").format(
                size=bytes_text(report.picture_bytes), limit=bytes_text(round(most))
            )
        )
        self.free.setText(self.tr("{size} free").format(size=bytes_text(report.free_bytes)))
        self.free_hint.setText(
            self.tr("The line goes to fault below {size}.").format(size=bytes_text(report.least_free_bytes))
        )
        self.sentences.setText("\n".join(self._sentences(report)))
        alarm = self._alarm(report)
        self.alarm.setText(alarm)
        self.alarm.setVisible(bool(alarm))
        shown = self._shown(report.limits)
        for box, value in (
            (self.share, 100 * shown.keep_passes),
            (self.most, shown.max_gb),
            (self.age, shown.max_age_days),
            (self.reject_age, shown.keep_rejects_days),
        ):
            box.setValue(value)
        self._refresh()

    def _lay_out(self) -> None:
        stored = Card(self.tr("What is stored"))
        stored.body.addWidget(self.table, 1)
        stored.body.addWidget(self.used_text)
        stored.body.addWidget(self.used)
        ahead = Card(self.tr("Forecast"), hint=self.tr("If parts go on coming as on the last days."))
        ahead.body.addWidget(self.free)
        ahead.body.addWidget(self.free_hint)
        ahead.body.addWidget(self.alarm)
        ahead.body.addWidget(self.sentences)
        ahead.body.addStretch(1)
        keep = Card(
            self.tr("How long pictures are kept"),
            hint=self.tr("Records stay when pictures go. Changes take effect within the hour, without a restart."),
        )
        form = QGridLayout()
        form.setSpacing(GRID)
        for number, (label, box) in enumerate(
            (
                (self.tr("Passed parts: share that is kept"), self.share),
                (self.tr("All pictures: at most"), self.most),
                (self.tr("Passed parts: at most"), self.age),
                (self.tr("Rejected parts: at most"), self.reject_age),
            )
        ):
            form.addLayout(field(label, box), number // 2, number % 2)
        keep.body.addLayout(form)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.read_button)
        buttons.addWidget(self.apply_button)
        keep.body.addLayout(buttons)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(ahead, 1)
        right.addWidget(keep)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(stored, 4)
        layout.addLayout(right, 6)

    def _shown(self, limits: Limits) -> Limits:
        """The limits as the boxes can show them."""
        return Limits(
            round(100 * limits.keep_passes, 1) / 100,
            round(limits.max_gb, 1),
            float(round(limits.max_age_days)),
            float(round(limits.keep_rejects_days)),
        )

    def _sentences(self, report: StorageReport) -> list[str]:
        growth, when, limits = report.growth, report.forecast, report.limits
        if growth.days == 0:
            return [self.tr("No pictures were stored on the last days: there is nothing to go by.")]
        grown = (
            self.tr("Pictures grow by {size} a day, {rejects} of it rejects; from one day.")
            if growth.days == 1
            else self.tr("Pictures grow by {size} a day, {rejects} of it rejects; from the last {days} days.")
        )
        sizes = bytes_text(round(growth.total)), bytes_text(round(growth.rejects))
        words = [grown.format(size=sizes[0], rejects=sizes[1], days=growth.days)]
        most = bytes_text(round(limits.max_gb * 1e9))
        ahead = (
            (when.disk_full, self.tr("The disk is full {when}.")),
            (when.over_size, self.tr("All pictures reach {size} {when}; the oldest passes go then.")),
            (when.by_age, self.tr("Passed parts older than {days} days are removed, the first {when}.")),
            (when.rejects_fill, self.tr("The rejects alone need {size} {when}; they are kept all the same.")),
        )
        if when.disk_full is None:
            words.append(self.tr("Retention keeps up: the disk does not fill."))
        coming = sorted((days, text) for days, text in ahead if days is not None and days <= _FAR_DAYS)
        words += [
            text.format(when=self._when(days), size=most, days=f"{limits.max_age_days:.0f}") for days, text in coming
        ]
        return words

    def _alarm(self, report: StorageReport) -> str:
        when = report.forecast.disk_full
        if when is None or when > _SOON_DAYS:
            return ""
        return self.tr("The disk is full {when}. Free some space, or keep fewer pictures.").format(
            when=self._when(when)
        )

    def _when(self, days: int) -> str:
        if days == 0:
            return self.tr("now")
        return self.tr("tomorrow") if days == 1 else self.tr("in about {days} days").format(days=days)

    def _refresh(self) -> None:
        may = self._page.context.desk.may(Action.CHANGE_SETTINGS) and self._report is not None
        for widget in (self.share, self.most, self.age, self.reject_age, self.apply_button):
            widget.setEnabled(may)

    def _apply(self) -> None:
        storage, limits = self._page.context.station.storage, self.limits()
        if not self.unsaved():
            self._page.say(self.tr("Nothing was changed."))
            return
        self._page.run(
            lambda: storage.preview(limits), lambda gone: self._confirm(limits, gone), busy=(self.apply_button,)
        )

    def _confirm(self, limits: Limits, gone: int) -> None:
        storage = self._page.context.station.storage
        by = self._page.context.desk.require(Action.CHANGE_SETTINGS)
        text = self.tr("No picture that is stored now has to go.")
        if gone:
            text = self.tr("About {size} of stored pictures will be removed within the hour. Records stay.").format(
                size=bytes_text(gone)
            )

        def confirmed(why: str) -> None:
            self._page.run(lambda: storage.change(by, limits, why=why), self._applied, busy=(self.apply_button,))

        title = self.tr("Change how long pictures are kept?")
        self._page.ask(Question(title, text, self.tr("Change"), confirmed, reason_required=True, danger=gone > 0))

    def _applied(self, report: StorageReport) -> None:
        self.show_report(report)
        self._page.say(self.tr("The limits are in force."))
