"""The guide of lens and scale: a board all over the view, then once where the part lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QSizePolicy, QSpinBox, QWidget

from station.capture_words import Source
from station.errors import EXPLAINED
from station.guide import Board, BoardView, LensTrial, PlaneTrial, Seen
from station.permissions import Action
from ui.calibrate.live_guide import LiveGuide, Step
from ui.calibrate.section import SectionPage
from ui.live_feed import LiveShot, prepare
from ui.theme import GRID, SMALL, Theme, font
from ui.told import in_words, told
from ui.widgets.buttons import ActionButton
from ui.widgets.forms import field
from ui.words import number_text

_FIND_MS = 250


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    view: BoardView
    shot: LiveShot
    image: Any


class CoverageMap(QWidget):
    """In how many pictures the board was in each of nine fields of the view: the number, and a darker field."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.counts: tuple[tuple[int, ...], ...] = ((0, 0, 0),) * 3
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Where the board was seen"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(200, 96)

    def show_counts(self, counts: tuple[tuple[int, ...], ...]) -> None:
        self.counts = counts
        self.setAccessibleDescription("; ".join(" ".join(str(one) for one in row) for row in counts))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        colors, painter = self._theme.colors, QPainter(self)
        painter.setFont(font(SMALL, bold=True))
        wide, high = self.width() / 3, self.height() / 3
        for y, row in enumerate(self.counts):
            for x, count in enumerate(row):
                box = QRectF(x * wide, y * high, wide, high).adjusted(1, 1, -1, -1)
                painter.fillRect(box, QColor(colors.calm if count else colors.well))
                painter.setPen(QColor(colors.on_calm if count else colors.muted))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))


class LensSection(LiveGuide):
    """Looks for the board in the live picture, collects pictures of it, finds lens and part plane."""

    def __init__(self, page: SectionPage) -> None:
        super().__init__(page)
        theme = self.context.theme
        self._seen: list[Seen] = []
        self._picture: Any = None
        self._newest: _Looked | None = None
        self._looking = False
        self._asked: Any = None
        self._lens: LensTrial | None = None
        self._plane: PlaneTrial | None = None
        self.before_button = self.add_show("before", "compare", self.tr("Before"))
        self.after_button = self.add_show("after", "good", self.tr("After"))
        self._make_board()
        self.views = Step(
            2,
            self.tr("Pictures of the board"),
            self.tr("About fifteen: all over the view, tilted up to 45 degrees in all directions, sharp."),
        )
        self.take_button = ActionButton(theme, "capture", self.tr("Take the board"), key="F9")
        self.forget_button = ActionButton(theme, "undo", "", name=self.tr("Forget the last picture of the board"))
        self.views.buttons.addWidget(self.take_button)
        self.views.buttons.addWidget(self.forget_button)
        self.coverage = CoverageMap(theme)
        self.views.body.insertWidget(0, self.coverage)
        self.lens = Step(3, self.tr("Lens"), self.tr("Focal length and distortion. Compare before and after."))
        self.find_button = ActionButton(theme, "search", self.tr("Find the lens"))
        self.keep_lens_button = ActionButton(theme, "save", self.tr("Keep"))
        self.keep_lens_button.setAccessibleName(self.tr("Keep this lens"))
        self.lens.buttons.addWidget(self.find_button)
        self.lens.buttons.addWidget(self.keep_lens_button)
        self.plane = Step(
            4,
            self.tr("Scale on the part plane"),
            self.tr("Lay the board where the part lies. After the lens, which has to be kept before."),
        )
        self.plane_button = ActionButton(theme, "roi", self.tr("Measure"))
        self.plane_button.setAccessibleName(self.tr("Measure the scale on the part plane"))
        self.keep_plane_button = ActionButton(theme, "save", self.tr("Keep"))
        self.keep_plane_button.setAccessibleName(self.tr("Keep this scale"))
        self.plane.buttons.addWidget(self.plane_button)
        self.plane.buttons.addWidget(self.keep_plane_button)
        self.plane.body.addWidget(self.take_over_button)
        for step in (self.board, self.views, self.lens, self.plane):
            self.steps.addWidget(step)
        self._finding = QTimer(self)
        self._finding.setInterval(_FIND_MS)
        self._finding.timeout.connect(self._find)
        self.take_button.clicked.connect(self._take)
        self.forget_button.clicked.connect(self._forget)
        self.find_button.clicked.connect(self._find_lens)
        self.keep_lens_button.clicked.connect(self._ask_lens)
        self.plane_button.clicked.connect(self._measure)
        self.keep_plane_button.clicked.connect(self._ask_plane)
        self._show_seen()

    def _make_board(self) -> None:
        self.board = Step(
            1, self.tr("Board"), self.tr("As it was printed: station calibrate board makes one to print.")
        )
        self.kind = QComboBox()
        self.kind.addItem(self.tr("ChArUco"), "charuco")
        self.kind.addItem(self.tr("Chessboard"), "chessboard")
        self.columns, self.rows, self.square = QSpinBox(), QSpinBox(), QDoubleSpinBox()
        for whole, value in ((self.columns, 12), (self.rows, 9)):
            whole.setRange(4, 60)
            whole.setValue(value)
        self.square.setRange(0.1, 1000.0)
        self.square.setDecimals(2)
        self.square.setValue(15.0)
        self.square.setSuffix(" mm")
        form = QGridLayout()
        form.setSpacing(GRID)
        form.addLayout(field(self.tr("Kind"), self.kind), 0, 0)
        form.addLayout(field(self.tr("Size of a square"), self.square), 0, 1)
        form.addLayout(field(self.tr("Squares across"), self.columns), 1, 0)
        form.addLayout(field(self.tr("Squares down"), self.rows), 1, 1)
        self.board.body.insertLayout(0, form)
        for box in (self.columns, self.rows, self.square):
            box.valueChanged.connect(lambda _value: self._board_changed())
        self.kind.currentIndexChanged.connect(lambda _index: self._board_changed())

    @property
    def seen(self) -> tuple[Seen, ...]:
        """The board in the pictures that were taken."""
        return tuple(self._seen)

    def unsaved(self) -> str | None:
        if self._lens is not None:
            return self.tr("a lens that was not kept")
        if self._plane is not None:
            return self.tr("a scale that was not kept")
        return self.tr("pictures of the board that were not used") if self._seen else None

    def entered(self) -> None:
        super().entered()
        self.feed.stop()  # here every picture is shown with what was found on it
        self._finding.start()

    def left(self) -> None:
        super().left()
        self._finding.stop()

    def shut_down(self) -> None:
        super().shut_down()
        self._finding.stop()

    def _show_live(self) -> None:
        super()._show_live()
        self.feed.stop()

    def refresh(self) -> None:
        super().refresh()
        may = self.context.desk.may(Action.CALIBRATE)
        found = self.live and self._newest is not None and self._newest.view.seen is not None
        busy = bool(self.context.jobs.running)
        self.take_button.setEnabled(found and not busy)
        self.take_button.set_prominent(found and self._lens is None)
        self.forget_button.setEnabled(bool(self._seen) and not busy)
        self.find_button.setEnabled(bool(self._seen) and not busy)
        self.keep_lens_button.setEnabled(self._lens is not None and may and bool(self.page.product))
        self.plane_button.setEnabled(found and not busy)
        self.keep_plane_button.setEnabled(self._plane is not None and may and bool(self.page.product))

    def state_text(self, camera_id: str) -> str:
        if self._newest is None:
            return super().state_text(camera_id)
        seen = self._newest.view.seen
        if seen is None:
            return _not_found(self._newest.view)
        return self.tr("Board found: {count} of {total} corners.").format(count=len(seen.ids), total=seen.board.corners)

    def _of_board(self) -> Board | None:
        """The board as it is set, or None, said in the step."""
        try:
            board = self.guide.board(
                str(self.kind.currentData()), self.columns.value(), self.rows.value(), self.square.value()
            )
        except EXPLAINED as error:
            self.board.say(" ".join(told(error)), "warn")
            return None
        self.board.say("")
        return board

    def _board_changed(self) -> None:
        """Pictures of another board do not count any more."""
        self._seen.clear()
        self._lens = self._plane = None
        self._newest = None
        self.set_result({}, "")
        self._of_board()
        self._show_seen()

    def _find(self) -> None:
        """Look for the board in the newest picture, one at a time."""
        frame = self.guide.raw_frame()
        if self._looking or self._shown != "live" or frame is None or frame.image is self._asked:
            return
        board = self._of_board()
        if board is None:
            return
        self._looking = True
        self._asked = image = frame.image

        def look() -> _Looked:
            view = self.guide.look(image, board)
            return _Looked(view, prepare(view.drawn, 0, False), image)

        self.page.run(look, lambda found: self._found(board, found), on_error=self._not_looked)

    def _found(self, board: Board, found: _Looked) -> None:
        self._looking = False
        if self._capturing.source is not Source.CAMERA or board != self._of_board():
            return
        self._newest = found
        if self._shown == "live":
            self.view.show_picture(found.shot.picture)
        self.look()

    def _not_looked(self, error: BaseException) -> None:
        self._looking = False
        self.page.explain(error)

    def _take(self) -> None:
        if self._newest is not None and self._newest.view.seen is not None:
            self._seen.append(self._newest.view.seen)
            self._picture = self._newest.image
            self._newest = None  # the same picture is not taken twice
            self._lens = None
            self._show_seen()

    def _forget(self) -> None:
        if self._seen:
            self._seen.pop()
            self._lens = None
            self._show_seen()

    def _show_seen(self) -> None:
        self.coverage.show_counts(self.guide.coverage(self._seen))
        wanted = self.guide.hints(self._seen) if self._seen else ()
        count = self.tr("{count} pictures of the board.").format(count=len(self._seen))
        self.views.say(" ".join([count, *(in_words(one) for one in wanted)]) if self._seen else "")
        self.refresh()

    def _find_lens(self) -> None:
        seen, picture = tuple(self._seen), self._picture
        self._lens = None
        self.set_result({}, "")

        def failed(error: BaseException) -> None:
            self.lens.say(told(error)[0], "warn")
            self.page.explain(error)

        self.lens.say("")
        job = self.page.start_job(
            self.tr("Finding the lens"),
            lambda progress, _cancelled: self.guide.try_lens(seen, picture, progress=progress),
            self._lens_found,
            on_error=failed,
        )
        self.progress.watch(job)

    def _lens_found(self, trial: LensTrial) -> None:
        self._lens = trial
        self.lens.say(
            self.tr(
                "Focal length {focal} px, ±{sigma} px. Corners {error} px off in {count} pictures; seen in {fields} of"
                " 9 fields; tilted up to {tilt} degrees."
            ).format(
                focal=number_text(trial.focal, 1),
                sigma=number_text(2 * trial.focal_sigma, 1),
                error=number_text(trial.error, 3),
                count=len(trial.seen),
                fields=trial.fields_seen,
                tilt=number_text(trial.most_tilt_deg, 0),
            )
        )
        self.set_result({"before": trial.before, "after": trial.after}, "after")
        self.refresh()

    def _measure(self) -> None:
        newest, product = self._newest, self.page.product
        if newest is None or newest.view.seen is None:
            return
        seen = newest.view.seen
        self._plane = None
        words = self.tr("Measuring the scale")
        self.try_out(words, lambda: self.guide.try_plane(product, seen), self._measured, self.plane)

    def _measured(self, trial: PlaneTrial) -> None:
        self._plane = trial
        text = self.tr("{scale} mm per pixel. Corners {error} mm off; the board covers {share} % of the view.").format(
            scale=number_text(trial.mm_per_px, 5),
            error=number_text(trial.error_mm, 3),
            share=number_text(100 * trial.view_share, 0),
        )
        if not trial.through_lens:
            text += " " + self.tr("Without a lens: distortion is in it.")
        self.plane.say(text, "" if trial.through_lens else "warn")
        self.refresh()

    def _ask_lens(self) -> None:
        trial, product = self._lens, self.page.product
        if trial is not None:
            by = self.context.desk.require(Action.CALIBRATE)
            self.ask_keep(
                self.tr("Keep this lens for {name}?").format(name=product),
                self.tr("A scale that was measured before has to be measured again."),
                lambda why: self.guide.keep_lens(by, product, trial, why=why),
                self._lens_kept,
            )

    def _lens_kept(self, record: Any) -> None:
        self._lens = None
        self._seen.clear()
        self._show_seen()
        self.kept(record)

    def _ask_plane(self) -> None:
        trial, product = self._plane, self.page.product
        if trial is not None:
            by = self.context.desk.require(Action.CALIBRATE)
            self.ask_keep(
                self.tr("Keep this scale for {name}?").format(name=product),
                self.plane.found.text(),
                lambda why: self.guide.keep_plane(by, product, trial, why=why),
                self._plane_kept,
            )

    def _plane_kept(self, record: Any) -> None:
        self._plane = None
        self.kept(record)


def _not_found(view: BoardView) -> str:
    """Why the board was not found, and what to do."""
    return " ".join(in_words(text) for text in (view.why, view.hint) if text)
