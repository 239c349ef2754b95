"""The sections of `station.toml` about what is around the station: robot, PLC, message broker, calibrations."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """What every section is: frozen, strict, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class RobotSection(Section):
    """A UR robot that asks for pictures, or that the station asks for poses."""

    host: str = Field(min_length=1)
    mode: Literal["robot_leads", "station_leads"] = "robot_leads"
    camera_on_robot: bool = True
    answer_ms: int = Field(default=5000, ge=10, le=600_000)
    settle_ms: int = Field(default=100, ge=0, le=60_000)
    still_mm_s: float = Field(default=1.0, gt=0, le=1000)
    still_deg_s: float = Field(default=0.5, gt=0, le=360)
    pose_ms: int = Field(default=30_000, ge=100, le=600_000)
    digital_output: int | None = Field(default=None, ge=0, le=7)
    pulse_ms: float = Field(default=200.0, gt=0, le=10_000)

    @property
    def still_rad_s(self) -> float:
        return math.radians(self.still_deg_s)


class PlcSection(Section):
    """A PLC that triggers and takes verdicts over Modbus TCP."""

    role: Literal["server", "client"] = "server"
    host: str = "127.0.0.1"
    port: int = Field(default=502, ge=1, le=65535)


class MqttSection(Section):
    """A message broker that is told of every inspection."""

    host: str = Field(min_length=1)
    port: int = Field(default=1883, ge=1, le=65535)


class CalibrationSection(Section):
    """After how many days a calibration is due again: `due_days`, or what is set for its part."""

    due_days: float = Field(default=90.0, gt=0)
    flat_field_days: float | None = Field(default=None, gt=0)
    white_balance_days: float | None = Field(default=None, gt=0)
    lens_days: float | None = Field(default=None, gt=0)
    plane_days: float | None = Field(default=None, gt=0)

    def days(self, kind: str) -> float:
        """For "flat_field", "white_balance", "lens" or "plane"."""
        own = getattr(self, f"{kind}_days")
        return float(self.due_days if own is None else own)
