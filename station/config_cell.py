"""The sections of `station.toml` about what is around the station: robot, PLC, message broker, calibrations."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """What every section is: frozen, strict, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class RobotSection(Section):
    """A UR robot that asks for pictures, or that the station asks for poses."""

    host: str = Field(min_length=1)
    mode: Literal["robot_leads", "station_leads"] = "robot_leads"


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
