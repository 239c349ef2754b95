"""The camera of the test cell: who watches its lines, and what can happen to it."""

from __future__ import annotations

import threading
from typing import Any

from camera.api import CameraError
from camera.basler import BaslerCamera
from tests.cell.parts import Stage

LINE = "Line2"


class LineWatch:
    """Notes every OK that is asked of the camera's line, with the part that lies there, and looks at the line too."""

    def __init__(self, camera: BaslerCamera, stage: Stage) -> None:
        self._camera = camera
        self._stage = stage
        self.asked: list[tuple[str, int | None, int]] = []
        self.seen = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="line-watch", daemon=True)
        self._pulse = camera.pulse_output
        camera.pulse_output = self._note  # type: ignore[method-assign]

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _note(self, line: str, duration_ms: float) -> None:
        if line == LINE:
            self.asked.append(("camera line", self._stage.now, 0))
        self._pulse(line, duration_ms)

    def _run(self) -> None:
        before = False
        while not self._stop.wait(0.004):
            try:
                level = self._camera.output_level(LINE)
            except CameraError:
                level = False
            self.seen += level and not before
            before = level

    def level(self) -> bool:
        return self._camera.output_level(LINE)


class Moody:
    """A fitted detector that fails when it is told to; otherwise the one that it holds."""

    def __init__(self, detector: Any) -> None:
        self._detector = detector
        self.raises = 0
        self.hangs = False
        self.going_on = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._detector, name)

    def predict(self, images: Any) -> Any:
        if self.hangs:
            self.hangs = False
            self.going_on.wait(60)
        if self.raises:
            self.raises -= 1
            raise RuntimeError("the test cell makes the detector fail")
        return self._detector.predict(images)
