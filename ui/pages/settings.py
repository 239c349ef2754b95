"""Settings: camera, output, storage, and what runs here."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from station.plc.cell import Plc
from station.types import StationState, StationStatus
from ui.page import Page, PageContext
from ui.pages.settings_about import AboutPanel
from ui.pages.settings_camera import CameraPanel
from ui.pages.settings_outputs import OutputPanel
from ui.pages.settings_plc import PlcPanel
from ui.pages.settings_storage import StoragePanel


class SettingsPage(Page):
    """Four tabs, and one for the PLC where there is one; each reads what it shows when it comes into sight."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.camera = CameraPanel(self)
        self.outputs = OutputPanel(self)
        plc = next((one for one in context.station.partners if isinstance(one, Plc)), None)
        self.plc = None if plc is None else PlcPanel(self, plc)
        self.storage = StoragePanel(self)
        self.about = AboutPanel(self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for panel, title in (
            (self.camera, self.tr("Camera")),
            (self.outputs, self.tr("Output")),
            *([(self.plc, self.tr("PLC"))] if self.plc is not None else []),
            (self.storage, self.tr("Storage")),
            (self.about, self.tr("About")),
        ):
            self.tabs.addTab(panel, title)
        self.body.addWidget(self.tabs, 1)
        self.camera.live.changed.connect(self._look_again)
        self._stopped = context.station.status().state is StationState.STOPPED
        self.tabs.currentChanged.connect(self._read)
        context.bridge.status_changed.connect(self._on_status)
        # the camera is free only when the order to stop has come to its end
        context.commands.done.connect(self._look_again)

    def entered(self) -> None:
        self._read()

    def left(self) -> None:
        self.camera.live.leave()

    def shut_down(self) -> None:
        self.camera.live.shut_down()

    def session_changed(self) -> None:
        for panel in (self.camera, self.outputs, self.storage, self.about):
            panel.session_changed()

    def unsaved(self) -> str | None:
        if self.camera.unsaved():
            return self.tr("camera settings that were not applied")
        if self.storage.unsaved():
            return self.tr("storage limits that were not applied")
        return None

    def _read(self) -> None:
        """Read what the tab shows; what somebody has begun to change stays."""
        panel = self.tabs.currentWidget()
        if panel is not self.camera:
            self.camera.live.leave()
        if isinstance(panel, AboutPanel) or (isinstance(panel, CameraPanel | StoragePanel) and not panel.unsaved()):
            panel.reload()

    def _on_status(self, status: StationStatus) -> None:
        stopped = status.state is StationState.STOPPED
        before, self._stopped = self._stopped, stopped
        if stopped != before:
            self._look_again()

    @Slot()
    def _look_again(self) -> None:
        """Look at the camera again: somebody took it or gave it back."""
        if self.isVisible() and self.tabs.currentWidget() is self.camera and not self.camera.unsaved():
            self.camera.reload()
