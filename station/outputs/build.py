"""From the configuration to an output."""

from __future__ import annotations

from camera.api import Camera, LineOutput
from station.config import CameraLineOutputSection, NoOutputSection, OutputSection, RecordingOutputSection
from station.errors import ConfigError
from station.outputs.base import Output
from station.outputs.camera_line import CameraLineOutput
from station.outputs.none import NoOutput
from station.outputs.recording import RecordingOutput


def build_output(section: OutputSection, camera: Camera) -> Output:
    """Return the closed output that `section` names. Raises ConfigError where `camera` has no such line."""
    match section:
        case NoOutputSection():
            return NoOutput()
        case RecordingOutputSection():
            return RecordingOutput(section.path, section.pulse_ms)
        case CameraLineOutputSection():
            if not isinstance(camera, LineOutput):
                raise ConfigError(
                    "output.kind: this camera has no output lines.", 'Use output.kind = "none" or another camera.'
                )
            return CameraLineOutput(camera, section.line, section.pulse_ms, section.heartbeat_line)
