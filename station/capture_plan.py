"""`plan.toml` as frozen models: which set-ups are photographed from which poses, how often, and what they show.

Every mistake is one `ConfigError` line with the dotted key; blocks `[[setup]]` count from 1. Relative paths count from
the folder of the file. docs/capture-plan.md explains each key.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from station.config_problem import first_problem, read_toml
from station.errors import ConfigError, RecipeError
from station.mvtec_layout import GOOD, TEST, TRAIN
from station.recipe import check_name

SCHEMA = 1
POSES_MOST, SHOTS_MOST, JITTER_MOST_MM = 999, 99, 9.9
"""What the robot's program can be asked for: see the register map in docs/integration.md."""
_CLASS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


def _label(text: str) -> str:
    if not _CLASS.fullmatch(text):
        raise ValueError(
            f"{text!r} cannot be a label; write {GOOD!r}, or a class of defects in letters, digits, '_' and '-'"
        )
    if text != GOOD and text.casefold() == GOOD:
        raise ValueError(f"{text!r} is neither {GOOD!r} nor a class of defects")
    return text


def _product(text: str) -> str:
    try:
        return check_name(text)
    except RecipeError as error:
        raise ValueError(f"{error.message} {error.hint}") from error


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


PoseIndex = Annotated[int, Field(ge=1, le=POSES_MOST)]


class Light(_Section):
    """What is asked of the camera for some pictures; what is left out stays as the station has it."""

    exposure_us: float | None = Field(default=None, gt=0, le=60_000_000)
    gain_db: float | None = Field(default=None, ge=0, le=60)


class SetUp(_Section):
    """One thing in front of the camera. Without `poses` it is moved by hand."""

    number: int = Field(ge=1, le=9999)
    title: str = Field(min_length=1, max_length=120)
    label: Annotated[str, AfterValidator(_label)]
    note: str = Field(default="", max_length=1000)
    use: Literal["train", "test"] | None = None
    poses: tuple[PoseIndex, ...] = Field(default=(), max_length=POSES_MOST, strict=False)
    shots: int | None = Field(default=None, ge=1, le=SHOTS_MOST)
    jitter_mm: float | None = Field(default=None, ge=0, le=JITTER_MOST_MM)
    camera: Light = Light()

    @model_validator(mode="after")
    def _check(self) -> Self:
        twice = sorted({pose for pose in self.poses if self.poses.count(pose) > 1})
        if twice:
            raise ValueError(f"poses: {twice[0]} is there twice; more pictures of a pose are asked for with shots")
        if self.use == TRAIN and self.label != GOOD:
            raise ValueError(f"use: a model is taught from good pictures only; {self.label!r} can only be for 'test'")
        return self

    @property
    def good(self) -> bool:
        return self.label == GOOD

    @property
    def by_hand(self) -> bool:
        return not self.poses


class Plan(_Section):
    """The whole of a plan file."""

    schema_: int = Field(alias="schema")
    name: str = Field(min_length=1, max_length=64)
    product: Annotated[str, AfterValidator(_product)] | None = None
    output: Path | None = Field(default=None, strict=False)
    data_set: bool = False
    shots: int = Field(default=3, ge=1, le=SHOTS_MOST)
    jitter_mm: float = Field(default=1.0, ge=0, le=JITTER_MOST_MM)
    settle_s: float = Field(default=0.2, ge=0, le=60)
    move_s: float | None = Field(default=None, ge=1, le=3600)
    by_hand: Literal["confirm", "moved"] = "confirm"
    unfit: Literal["retake", "ask"] = "retake"
    retakes: int = Field(default=2, ge=0, le=20)
    camera: Light = Light()
    setup: tuple[SetUp, ...] = Field(max_length=1000, strict=False)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.schema_ != SCHEMA:
            raise ValueError(f"schema: {self.schema_} is not known; this program reads schema {SCHEMA}")
        if not self.setup:
            raise ValueError("setup: there is none; a plan has at least one block [[setup]]")
        numbers = [one.number for one in self.setup]
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        if twice:
            raise ValueError(f"setup: number {twice[0]} is there twice; each set-up needs a number of its own")
        labels: dict[str, str] = {}
        for one in self.setup:
            before = labels.setdefault(one.label.casefold(), one.label)
            if before != one.label:
                raise ValueError(f"setup: {before!r} and {one.label!r} would be one folder on some computers")
        if self.data_set and self.product is None:
            raise ValueError("data_set: the data set has the name of the product; give product too, or leave this out")
        return self

    @property
    def sha256(self) -> str:
        """Over what the plan says, not how: comments, order of keys and the output folder do not count."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()

    @property
    def uses_robot(self) -> bool:
        return any(one.poses for one in self.setup)

    def shots_of(self, setup: SetUp) -> int:
        return self.shots if setup.shots is None else setup.shots

    def jitter_of(self, setup: SetUp) -> float:
        return self.jitter_mm if setup.jitter_mm is None else setup.jitter_mm

    def light_of(self, setup: SetUp) -> Light:
        return Light(**{**self.camera.model_dump(exclude_none=True), **setup.camera.model_dump(exclude_none=True)})

    def pictures(self) -> tuple[Wanted, ...]:
        """Every picture of the plan, in the order in which they are taken."""
        return tuple(self._pictures())

    def _pictures(self) -> Iterator[Wanted]:
        for setup in self.setup:
            for pose in setup.poses or (None,):
                for shot in range(1, self.shots_of(setup) + 1):
                    yield Wanted(setup, pose, shot, 0.0 if shot == 1 else self.jitter_of(setup))

    def notes(self) -> list[str]:
        """What is no mistake but should be known before anybody begins."""
        found = []
        if not any(wanted.split == TRAIN for wanted in self.pictures()):
            found.append("No set-up is for training: the folder alone cannot teach a model.")
        if not any(not one.good for one in self.setup):
            found.append("No set-up shows a defect: what would escape stays unknown.")
        return found


@dataclass(frozen=True, slots=True)
class Key:
    """Which picture of a plan: its set-up, its pose (None: by hand), and which shot of that, from 1."""

    setup: int
    pose: int | None
    shot: int

    @property
    def first(self) -> Key:
        """The first shot of the same pose."""
        return replace(self, shot=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture of a plan. `jitter_mm` is how far beside the pose it is asked for."""

    setup: SetUp
    pose: int | None
    shot: int
    jitter_mm: float

    @property
    def key(self) -> Key:
        return Key(self.setup.number, self.pose, self.shot)

    @property
    def split(self) -> str:
        """`train` or `test`: all pictures of a set-up go the same way, for they are nearly alike."""
        return self.setup.use or (TRAIN if self.setup.good else TEST)

    @property
    def file(self) -> str:
        """Where the picture belongs below the output folder, as MVTec AD has it."""
        pose = "hand" if self.pose is None else f"p{self.pose:03}"
        return f"{self.split}/{self.setup.label}/s{self.setup.number:03}-{pose}-{self.shot:02}.png"


def canonical(plan: Plan) -> str:
    """What the hash of a plan is over: JSON with sorted keys."""
    return json.dumps(plan.model_dump(mode="json", by_alias=True, exclude={"output"}), sort_keys=True)


def difference(old: Mapping[str, Any], new: Plan) -> str:
    """Say in words the first thing in which a plan is not the one that `canonical` wrote."""
    before, after = _flat(old), _flat(json.loads(canonical(new)))
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            return f"{key} was {before.get(key, 'not there')}, now it is {after.get(key, 'not there')}"
    return "nothing that this program knows"


def _flat(value: Any, prefix: str = "") -> dict[str, Any]:
    if isinstance(value, Mapping):
        items = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        items = [(str(number), item) for number, item in enumerate(value, 1)]
    else:
        return {prefix: value}
    return {found: item for key, one in items for found, item in _flat(one, f"{prefix}.{key}".lstrip(".")).items()}


def load(path: Path) -> Plan:
    """Read and check a plan file.

    Raises:
        ConfigError: one line: the file, the dotted key, what is wrong and what is allowed.
    """
    values = read_toml(
        path,
        absent="Check the path of the plan.",
        unreadable="Check the path.",
        broken="docs/capture-plan.md shows a whole plan.",
    )
    return parse(values, base=path.parent, origin=str(path))


def parse(values: Mapping[str, Any], *, base: Path, origin: str = "plan") -> Plan:
    """Check already-read `values`. Raises ConfigError."""
    try:
        plan = Plan.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"{origin}: {_problem(error)}.", "docs/capture-plan.md explains each key.") from None
    if plan.output is None:
        return plan
    return plan.model_copy(update={"output": base.resolve() / plan.output.expanduser()})


def _problem(error: ValidationError) -> str:
    text = " ".join(first_problem(error, _key, _known).split())
    return re.sub(r"^([\w.]+): (poses|use): ", r"\1.\2: ", text)  # a rule on a whole block names its own key


def _key(location: Sequence[int | str]) -> list[str]:
    """Count blocks as people count them."""
    return [str(part + 1) if isinstance(part, int) else part for part in location]


def _known(key: Sequence[str]) -> str:
    model: type[BaseModel] = Light if "camera" in key[:-1] else SetUp if "setup" in key else Plan
    return f"; known are {', '.join(sorted(field.alias or name for name, field in model.model_fields.items()))}"
