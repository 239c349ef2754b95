"""One measured line of `make bench`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`target`: what it must not exceed, or must reach where `at_least`. `reference`: a plain formulation, same run."""

    name: str
    value: float
    unit: str
    target: float | None = None
    reference: float | None = None
    note: str = ""
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times less than the reference."""
        return None if self.reference is None else self.reference / self.value

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The line for a table: figure, measured, target, remarks."""
        remarks = [f"plain {self.reference:.4g} {self.unit}: {self.ratio:.1f} x"] if self.reference is not None else []
        remarks += [self.note] if self.note else []
        target = "" if self.target is None else f"{'at least ' if self.at_least else ''}{self.target:g} {self.unit}"
        return self.name, f"{self.value:.3g} {self.unit}", target, "; ".join(remarks)
