"""The sections of `station.toml` about what is around the station: robot, PLC, message broker, calibrations."""

from __future__ import annotations

import math
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


class PlcRecipeSection(Section):
    """One version of a recipe; without one, what is put in force is the released one."""

    name: str = Field(min_length=1)
    version: int | None = Field(default=None, ge=1)


class PlcSection(Section):
    """A PLC that triggers and takes verdicts over Modbus TCP; docs/integration.md has the register map."""

    role: Literal["server", "client"] = "server"
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=502, ge=1, le=65535)
    unit: int = Field(default=1, ge=0, le=247)
    offset: int = Field(default=0, ge=0, le=65440)
    results: Literal["own", "all"] = "own"
    parts: int = Field(default=8, ge=1, le=1000)
    score_scale: float = Field(default=1000.0, gt=0, le=1e6)
    ack_ms: int = Field(default=2000, ge=20, le=600_000)
    result_ms: int = Field(default=5000, ge=20, le=600_000)
    plc_heartbeat_ms: int = Field(default=2000, ge=0, le=600_000)
    poll_ms: int = Field(default=2, ge=1, le=1000)
    response_ms: int = Field(default=500, ge=10, le=60_000)
    reconnect_first_ms: int = Field(default=200, ge=10, le=60_000)
    reconnect_most_ms: int = Field(default=5000, ge=10, le=600_000)
    recipes: dict[str, str | PlcRecipeSection] = Field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.reconnect_most_ms < self.reconnect_first_ms:
            raise ValueError("reconnect_most_ms must not be below reconnect_first_ms")
        numbers: dict[tuple[str, int | None], str] = {}
        for key in self.recipes:
            if not (key.isascii() and key.isdigit() and str(int(key)) == key and 1 <= int(key) <= 65535):
                raise ValueError(f"recipes: {key!r} is not a number from 1 to 65535")
            recipe = self.recipe(int(key))
            for (name, version), other in numbers.items():
                if name == recipe.name and (version == recipe.version or None in (version, recipe.version)):
                    raise ValueError(f"recipes: {other} and {key} both mean recipe {name}")
            numbers[recipe.name, recipe.version] = key
        return self

    def recipe(self, number: int) -> PlcRecipeSection:
        """What `number` stands for. Raises KeyError."""
        value = self.recipes[str(number)]
        return PlcRecipeSection(name=value) if isinstance(value, str) else value

    def number_of(self, name: str, version: int) -> int:
        """The number of a recipe version; 0: it has none."""
        for key in self.recipes:
            recipe = self.recipe(int(key))
            if recipe.name == name and recipe.version in (None, version):
                return int(key)
        return 0


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
