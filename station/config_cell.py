"""The sections of `station.toml` about what is around the station: robot, PLC, message broker, calibrations."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


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
    """A message broker that is told of every inspection. The password is not here: see `station.mqtt.session`."""

    host: str = Field(min_length=1)
    port: int = Field(default=1883, ge=1, le=65535)
    prefix: str = Field(default="inspection", min_length=1, max_length=128)
    client_id: str | None = Field(default=None, min_length=1, max_length=128)
    protocol: Literal["5", "3.1.1"] = "5"
    keepalive_s: int = Field(default=15, ge=2, le=3600)
    user: str | None = Field(default=None, min_length=1)
    password_file: Path | None = Field(default=None, strict=False)
    tls: bool = False
    ca_file: Path | None = Field(default=None, strict=False)
    cert_file: Path | None = Field(default=None, strict=False)
    key_file: Path | None = Field(default=None, strict=False)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if any(sign in self.prefix for sign in "+#\x00") or self.prefix.strip("/").lstrip("$") != self.prefix:
            raise ValueError("prefix: may not contain + or #, nor begin with $, nor begin or end with /")
        if self.password_file is not None and self.user is None:
            raise ValueError("user: is missing where password_file is given")
        given = [name for name in ("ca_file", "cert_file", "key_file") if getattr(self, name) is not None]
        if given and not self.tls:
            raise ValueError(f"{given[0]}: has no effect without tls = true")
        if self.key_file is not None and self.cert_file is None:
            raise ValueError("cert_file: is missing where key_file is given")
        return self


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
