"""Calibrations of the products: made, kept as versions, corrected by, due again, and taken over by the recipe.

A product has the name of a recipe, also of one that does not exist yet. Making one part makes a new version, which
keeps the other parts. A recipe judges by the version that it names; a newer one is taken over as a new version of the
recipe, put in force in the one way in which every recipe is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from numpy.typing import NDArray

from calibration import flat_field as flat_fields
from calibration import white_balance as white_balances
from calibration.boards import Board, Seen, find
from calibration.correction import Correction
from calibration.flat_field import FlatField
from calibration.lens_fit import coverage, hints, lay_plane, learn_lens
from station.accounts import Session
from station.audit import Act, Entry
from station.calibration_due import Due, due_of
from station.calibration_record import FORM, SCHEMA, CalibrationRecord, FileFacts, Meta, Part, PartRecord, values_of
from station.calibration_ref import CalibrationRef, Kind
from station.calibration_rules import check_taken_over
from station.calibration_store import CalibrationStore
from station.config_cell import CalibrationSection
from station.db import Records
from station.errors import RecipeError
from station.permissions import Action
from station.queries import NewVersion
from station.recipe import Recipe, check_name
from station.recipe_exchange import reason_of
from station.types import Event, EventKind, RecipeRef

Picture = NDArray[Any]

__all__ = ["Board", "Calibrations", "Due", "Seen", "coverage", "find_board", "hints"]

_KEPT_LOADED = 2


class Calibrations:
    """Thread-safe. Everything touches the disk; making one takes seconds: not for the GUI thread.

    Pictures that calibrations are made from are raw, as the camera gives them.
    """

    def __init__(
        self,
        records: Records,
        store: CalibrationStore,
        config: Callable[[], CalibrationSection],
        *,
        station: str,
        keep: Callable[[NewVersion], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`station` is the name of this station; `keep` stores a recipe version, and puts it in force if it says so."""
        self._records = records
        self._store = store
        self._config = config
        self._station = station
        self._keep_recipe = keep
        self._now = now
        self._making = threading.Lock()
        self._lock = threading.Lock()
        self._loaded: dict[str, Correction] = {}

    def products(self) -> tuple[str, ...]:
        """Names that have a calibration."""
        return self._store.products()

    def list(self, product: str) -> tuple[CalibrationRecord, ...]:
        """All versions of a product's calibration, oldest first. Raises CalibrationStoreError: one is damaged."""
        return self._store.versions(check_name(product))

    def current(self, product: str) -> CalibrationRecord | None:
        """The newest version, which new pictures of the product are corrected by. Raises CalibrationStoreError."""
        return self._store.newest(check_name(product))

    def record(self, ref: CalibrationRef) -> CalibrationRecord:
        """What a version says that a recipe names. Raises CalibrationStoreError: gone or damaged."""
        return self._store.record(ref)

    def correction(self, ref: CalibrationRef) -> Correction:
        """What a version does to pictures, every byte checked. The last ones are kept. Raises CalibrationStoreError."""
        with self._lock:
            found = self._loaded.get(ref.sha256)
        if found is None:
            found = self._store.load(ref)
            with self._lock:
                self._loaded[ref.sha256] = found
                while len(self._loaded) > _KEPT_LOADED:
                    del self._loaded[next(iter(self._loaded))]
        return found

    def corrector(self, product: str) -> tuple[CalibrationRef, Correction] | None:
        """What new pictures of a product are corrected by; None: nobody calibrated it. Raises CalibrationStoreError."""
        record = self.current(product)
        return None if record is None else (record.ref, self.correction(record.ref))

    def of_recipe(self, recipe: RecipeRef | None) -> CalibrationRef | None:
        """What pictures of the line are corrected by under a recipe version. Raises RecipeError, RecordsError."""
        return None if recipe is None else self._records.recipe(recipe.name, recipe.version).calibration

    def recipe_differs(self, product: str) -> bool:
        """Whether the product has a recipe, in force or the newest, that judges by another than the current."""
        current = self.current(product)
        try:
            recipe = self._recipe_of(product)[0]
        except RecipeError:
            return False
        used = None if recipe.calibration is None else recipe.calibration.sha256
        return current is not None and used != current.ref.sha256

    def _recipe_of(self, product: str) -> tuple[Recipe, bool]:
        """The version in force, else the newest; and whether it is in force. Raises RecipeError: there is none."""
        active = self._records.active()
        if active is not None and active.name == product:
            return active, True
        return self._records.recipe(product), False

    def due(self, product: str) -> tuple[Due, ...]:
        """For each part of the current version, when it has to be made again by the settings of now.

        Empty where the product has no calibration. Raises CalibrationStoreError.
        """
        record = self.current(product)
        return () if record is None else due_of(record, self._config(), self._now())

    def make_flat_field(
        self,
        by: Session,
        product: str,
        bright: Sequence[Picture],
        dark: Sequence[Picture] = (),
        *,
        camera_id: str = "",
        note: str = "",
        fresh: bool = False,
    ) -> CalibrationRecord:
        """Make a flat field of raw pictures of an even sheet and of the covered lens, and store it.

        `fresh` begins anew: no part of the version before is kept.

        Raises:
            NotPermitted
            CalibrationError: the pictures are not fit for it; says why, with figures.
            RecipeError: not a name; pictures of another size than the other parts are for.
            StorageError: nothing was stored.
        """
        by.require(Action.CALIBRATE)
        check_name(product)
        learned = flat_fields.learn(bright, dark)
        facts = learned.facts
        summary = (
            f"corrects by up to {facts.most_gain:.2f}; the darkest place has {100 * facts.darkest:.0f} % of the mean "
            f"light; {facts.hot + facts.dead} defect pixels"
        )
        n = facts.n_bright + facts.n_dark
        return self._keep(by, product, Kind.FLAT_FIELD, learned, learned.size, summary, n, camera_id, note, fresh)

    def make_white_balance(
        self,
        by: Session,
        product: str,
        pictures: Sequence[Picture],
        *,
        camera_id: str = "",
        note: str = "",
        fresh: bool = False,
    ) -> CalibrationRecord:
        """Make a white balance of raw pictures of a grey card, corrected by the flat field if there is one.

        Raises as `make_flat_field`.
        """
        by.require(Action.CALIBRATE)
        current = None if fresh else self.current(product)
        flat = None if current is None else self.correction(current.ref).flat_field
        learned = white_balances.learn(pictures if flat is None else [flat.apply(one) for one in pictures])
        red, green, blue = learned.gains
        size = int(pictures[0].shape[1]), int(pictures[0].shape[0])
        return self._keep(
            by,
            product,
            Kind.WHITE_BALANCE,
            learned,
            size,
            f"gains red {red:.3f}, green {green:.3f}, blue {blue:.3f}",
            len(pictures),
            camera_id,
            note,
            fresh,
        )

    def make_lens(
        self,
        by: Session,
        product: str,
        seen: Sequence[Seen],
        *,
        camera_id: str = "",
        note: str = "",
        fresh: bool = False,
        progress: Callable[[float, str], None] = lambda _fraction, _stage: None,
    ) -> CalibrationRecord:
        """Find the lens from a board `seen` in raw pictures (`find_board`), and store it. Takes seconds.

        A part plane of the version before is not kept: its places are those of another corrected picture.

        Raises as `make_flat_field`.
        """
        by.require(Action.CALIBRATE)
        check_name(product)
        learned = learn_lens(seen, progress=progress)
        facts = learned.facts
        summary = (
            f"focal length {learned.fx:.1f} px (standard deviation {facts.focal_sigma_px:.2f}); corners "
            f"{facts.rms_px:.3f} px off; board seen in {9 * facts.view_seen:.0f} of 9 parts of the view"
        )
        n = facts.n_pictures
        return self._keep(by, product, Kind.LENS, learned, learned.size, summary, n, camera_id, note, fresh)

    def make_plane(
        self, by: Session, product: str, seen: Seen, *, camera_id: str = "", note: str = "", fresh: bool = False
    ) -> CalibrationRecord:
        """Find the part plane from a board `seen` in one raw picture, lying where the part lies, and store it.

        With the lens of the current version, if there is one. Raises as `make_flat_field`.
        """
        by.require(Action.CALIBRATE)
        current = None if fresh else self.current(product)
        lens = None if current is None else self.correction(current.ref).lens
        plane, facts = lay_plane(seen, lens)
        summary = (
            f"{facts.mm_per_px:.5f} mm per pixel at the centre; corners {facts.rms_mm:.3f} mm off; the board covered "
            f"{100 * facts.view_share:.0f} % of the view"
        )
        return self._keep(by, product, Kind.PLANE, plane, seen.size, summary, 1, camera_id, note, fresh)

    def take_over(self, by: Session, product: str, *, why: str = "") -> Recipe:
        """Make a version of the product's recipe that judges by the current calibration, and return it.

        It is made of the version in force, and is put in force; else of the newest, and is not. Takes seconds. With
        reference parts their check is due, as after every change of a recipe.

        Raises:
            NotPermitted
            RecipeError: no such recipe, no calibration, it judges by it already, or it was taught from pictures that
                are corrected otherwise.
            CalibrationStoreError, ModelStoreError, DetectorError, RecordsError: what runs stays.
        """
        by.require(Action.CALIBRATE)
        current = self.current(product)
        if current is None:
            raise RecipeError(f"{product} has no calibration.", "Make one first: station calibrate flat-field.")
        before, in_force = self._recipe_of(product)
        check_taken_over(before, current)
        self.correction(current.ref)  # what cannot be read is not taken over
        at = self._now()
        note = why.strip() or f"taken over: {current.ref}"
        recipe = Recipe.model_validate(
            {
                **before.model_dump(),
                "version": self._records.next_version(product),
                "calibration": current.ref,
                "note": note,
                "created_at": at,
                "created_by": by.name,
            }
        )
        was = None if before.calibration is None else before.calibration.version
        message = f"Recipe {product} version {recipe.version} corrects pictures by {current.ref}."
        details: dict[str, object] = {"recipe": product, "version": recipe.version, "before": was}
        self._keep_recipe(
            NewVersion(
                recipe,
                Act.CALIBRATION_TAKEN_OVER,
                note,
                reason=reason_of(self._records, before),
                event=Event(at, EventKind.RECIPE, message, by.name, {**details, "calibration": current.ref.version}),
                activate=in_force,
                why_active=note,
                expected=before.ref if in_force else None,
            )
        )
        return recipe

    def _keep(
        self,
        by: Session,
        product: str,
        kind: Kind,
        part: Part,
        size: tuple[int, int],
        summary: str,
        n_pictures: int,
        camera_id: str,
        note: str,
        fresh: bool,
    ) -> CalibrationRecord:
        """Store a part with those of the current version, as the next one."""
        with self._making:
            before = self._store.newest(product)
            kept: dict[Kind, PartRecord] = {}
            flat = part if isinstance(part, FlatField) else None
            if before is not None and not fresh:
                if before.size != size:
                    raise RecipeError(
                        f"These pictures are {size[0]} x {size[1]}; {before.ref} is for pictures of "
                        f"{before.size[0]} x {before.size[1]}.",
                        "Use the same camera settings, or begin anew and make all parts again.",
                    )
                kept = {other: one for other, one in before.meta.parts.items() if other is not kind}
                if kind is Kind.LENS:
                    kept.pop(Kind.PLANE, None)  # it says where the places of a picture lie that no longer is made
                if flat is None and Kind.FLAT_FIELD in kept:
                    flat = self.correction(before.ref).flat_field
            at, config = self._now(), self._config()
            made = PartRecord(
                made_at=at,
                made_by=by.name,
                camera_id=camera_id,
                n_pictures=n_pictures,
                summary=summary,
                due_days=config.days(kind),
                values=values_of(part),
            )
            parts = {**kept, kind: made}

            def meta(files: Mapping[str, FileFacts]) -> Meta:
                return Meta.model_validate(
                    {
                        "form": FORM,
                        "schema": SCHEMA,
                        "product": product,
                        "station": self._station,
                        "width": size[0],
                        "height": size[1],
                        "made_at": at,
                        "made_by": by.name,
                        "note": note.strip(),
                        "due_at": min(one.made_at + timedelta(days=config.days(own)) for own, one in parts.items()),
                        "parts": parts,
                        "files": dict(files),
                    }
                )

            stored = self._store.add(product, meta, flat)
            after = {"version": stored.ref.version, "sha256": stored.ref.sha256, "kind": kind.value, "summary": summary}
            entry = Entry(Act.CALIBRATION_MADE, f"calibration {product}", by.name, note.strip(), None, after)
            self._records.audit.add(entry)
            return stored


def find_board(picture: Picture, board: Board) -> Seen:
    """Find the board in a raw picture. Takes tenths of a second. Raises CalibrationError: says what was seen."""
    return find(picture, board)
