"""`station calibrate`"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.commands.calibrate_camera import camera_of, each_found, read_pictures
from station.commands.options import (
    AsJson,
    ConfigFile,
    Who,
    opened_records,
    person,
    read_config,
    recipe_reference,
    spread,
)
from station.commands.terminal import note, progress, say, say_json, say_table
from station.errors import CalibrationStoreError, RecipeError, UsageError

if TYPE_CHECKING:
    from calibration.boards import Board, Seen
    from station.accounts import Session
    from station.calibration_record import CalibrationRecord
    from station.calibrations import Calibrations
    from station.config import Config

app = typer.Typer(no_args_is_help=True, help="Light and lens: flat field, white balance, lens, millimetres.")

_Product = Annotated[str, typer.Argument(metavar="PRODUCT", help="The recipe that it is for, which need not be there.")]
_Count = Annotated[int, typer.Option(min=1, max=200, help="Pictures that are taken and averaged.")]
_Note = Annotated[str, typer.Option("--note", help="Kept with it.", show_default=False)]
_Fresh = Annotated[bool, typer.Option("--fresh", help="Begin anew: keep no other part of the calibration before.")]
_TakeOver = Annotated[bool, typer.Option("--take-over", help="Let the recipe judge by it from now on.")]
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Everything is ready: do not wait for Enter.")]
_Kind = Annotated[str, typer.Option("--board", metavar="KIND", help="charuco or chessboard.")]
_Squares = Annotated[str, typer.Option(metavar="COLSxROWS", help="Squares of the board.")]
_SquareMm = Annotated[float, typer.Option(metavar="MM", help="Side of one square, measured on the print.")]
_CAMERA = "Without it they are taken with the camera."


@contextmanager
def _opened(config: Config) -> Iterator[Calibrations]:
    from station.changeover import Changeover
    from station.equipment import build_calibrations
    from station.setups import setup_loader

    with opened_records(config) as records:
        yield build_calibrations(config, records, Changeover(records, None, setup_loader(config)).keep)


def _session(who: str | None) -> Session:
    from station.accounts import command_line

    return command_line(person(who))


@dataclass(frozen=True)
class _Making:
    """What every command that makes a part of a calibration is given, and what becomes of the part."""

    product: _Product
    remark: _Note = ""
    fresh: _Fresh = False
    take_over: _TakeOver = False
    who: Who = None
    config_file: ConfigFile = None
    as_json: AsJson = False

    def begin(self) -> tuple[Config, Session]:
        return read_config(self.config_file), _session(self.who)

    def end(self, config: Config, by: Session, make: Callable[[Calibrations], CalibrationRecord]) -> None:
        """Make it, say what was made, and take it over, or say that the recipe still judges by another."""
        with _opened(config) as calibrations:
            made = make(calibrations)
            kind, part = made.newest_part()
            recipe = None
            problem: RecipeError | None = None
            if self.take_over:
                try:
                    recipe = calibrations.take_over(by, self.product, why=made.meta.note)
                except RecipeError as error:
                    problem = error
            if self.as_json:
                say_json({"calibration": made.ref, "part": part, "recipe": recipe.ref if recipe is not None else None})
            else:
                say(f"{made.ref}: {kind.replace('_', ' ')} {part.summary}.")
                if recipe is not None:
                    say(f"Recipe {recipe.name} version {recipe.version} judges by it.")
            if problem is not None:
                raise problem
            if recipe is None and calibrations.recipe_differs(self.product):
                take_over = f"station calibrate take-over {self.product}"
                note(f"The recipe still judges as before. To let it judge by this: {take_over}")


@dataclass(frozen=True)
class _BoardOptions:
    """The board as it was printed."""

    board: _Kind = "charuco"
    squares: _Squares = "12x9"
    square_mm: _SquareMm = 15.0

    def read(self) -> Board:
        """Raises UsageError."""
        from calibration.boards import Board

        columns, times, rows = self.squares.lower().partition("x")
        if not times or not columns.isdecimal() or not rows.isdecimal():
            raise UsageError(f"--squares {self.squares!r} is not COLSxROWS.", "An example: --squares 12x9")
        return Board(self.board, int(columns), int(rows), self.square_mm)  # type: ignore[arg-type]


@app.command("flat-field")
@spread
def flat_field(
    *,
    bright: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help=f"Pictures of an even sheet, files or folders. {_CAMERA}")
    ] = None,
    dark: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help="Pictures with the lens covered.", show_default=False)
    ] = None,
    no_dark: Annotated[bool, typer.Option("--no-dark", help="Take no dark pictures.")] = False,
    count: _Count = 16,
    yes: _Yes = False,
    making: _Making,
) -> None:
    """Even out light, vignetting and dust; find defect pixels. Of an even white or grey sheet over the whole view."""
    if dark and not bright:
        raise UsageError("--dark needs --bright.", "Give both as files, or neither to take them with the camera.")
    config, by = making.begin()
    camera_id = "image files"
    if bright:
        light, black = read_pictures(bright), read_pictures(dark or [])
    else:
        with camera_of(config, ask=not yes) as camera:
            taken = camera.take("Put one even white or grey sheet over the whole view, a little out of focus.", count)
            light, camera_id = taken.pictures, taken.camera_id
            # with --yes nobody can cover the lens in between
            black = () if no_dark or yes else camera.take("Cover the lens, or switch the light off.", count).pictures
    making.end(
        config,
        by,
        lambda calibrations: calibrations.make_flat_field(
            by, making.product, light, black, camera_id=camera_id, note=making.remark, fresh=making.fresh
        ),
    )


@app.command("white-balance")
@spread
def white_balance(
    *,
    pictures: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help=f"Pictures of a grey card, files or folders. {_CAMERA}")
    ] = None,
    count: _Count = 8,
    yes: _Yes = False,
    making: _Making,
) -> None:
    """Make a grey card grey. After the flat field, if there is to be one."""
    config, by = making.begin()
    camera_id, found = "image files", read_pictures(pictures or [])
    if not pictures:
        with camera_of(config, ask=not yes) as camera:
            taken = camera.take("Lay a plain grey card into the middle of the view.", count)
            found, camera_id = taken.pictures, taken.camera_id
    making.end(
        config,
        by,
        lambda calibrations: calibrations.make_white_balance(
            by, making.product, found, camera_id=camera_id, note=making.remark, fresh=making.fresh
        ),
    )


@app.command("lens")
@spread
def lens(
    *,
    pictures: Annotated[
        list[Path] | None, typer.Option(metavar="PATH", help=f"Pictures of the board, files or folders. {_CAMERA}")
    ] = None,
    board: _BoardOptions,
    count: _Count = 12,
    making: _Making,
) -> None:
    """Find focal length and distortion from pictures of a board: all over the view, tilted in all directions."""
    from calibration import CalibrationError
    from station.calibrations import find_board, hints

    config, by = making.begin()
    wanted = board.read()
    seen: list[Seen] = []
    camera_id = "image files"
    if pictures:
        with progress("looking for the board") as show:
            seen, problems = each_found(read_pictures(pictures), lambda one: find_board(one, wanted), show)
        for problem in problems:
            note(problem)
    else:
        with camera_of(config, ask=True) as camera:
            while len(seen) < count:
                taken = camera.take(f"Hold the board still for picture {len(seen) + 1} of {count}.", 1)
                camera_id = taken.camera_id
                try:
                    seen.append(find_board(taken.pictures[0], wanted))
                except CalibrationError as error:
                    note(f"Not counted: {error.message}. {error.hint}")
                else:
                    note(" ".join([f"{100 * seen[-1].share:.0f} % of the board was seen.", *hints(seen)[1:]]))

    def make(calibrations: Calibrations) -> CalibrationRecord:
        with progress("finding the lens") as show:
            made = calibrations.make_lens(
                by, making.product, seen, camera_id=camera_id, note=making.remark, fresh=making.fresh, progress=show
            )
        for hint in hints(seen):
            note(f"Note: {hint}")
        return made

    making.end(config, by, make)


@app.command("plane")
@spread
def plane(
    *,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Of the board where the part lies. Without it one is taken.")
    ] = None,
    board: _BoardOptions,
    yes: _Yes = False,
    making: _Making,
) -> None:
    """Find the millimetres per pixel on the part, from one picture of the board lying there. After the lens."""
    from station.calibrations import find_board

    config, by = making.begin()
    wanted = board.read()
    camera_id = "image files"
    if picture is not None:
        if picture.is_dir():
            raise UsageError(f"{picture} is a folder.", "Give one picture of the board lying where the part lies.")
        (image,) = read_pictures([picture])
    else:
        with camera_of(config, ask=not yes) as camera:
            taken = camera.take("Lay the board where the part lies, as high as its surface.", 1)
            image, camera_id = taken.pictures[0], taken.camera_id
    seen = find_board(image, wanted)
    making.end(
        config,
        by,
        lambda calibrations: calibrations.make_plane(
            by, making.product, seen, camera_id=camera_id, note=making.remark, fresh=making.fresh
        ),
    )


@app.command("board")
@spread
def print_it(
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="To write: .pdf, or .png for another program.")],
    board: _BoardOptions,
    paper: Annotated[str | None, typer.Option(help="a4 to a0; without it the smallest that it fits on.")] = None,
    dpi: Annotated[int, typer.Option(help="Of a PNG.")] = 600,
    as_json: AsJson = False,
) -> None:
    """Write a board to print, true to scale, with a ruler to check the print by."""
    from station.board_print import print_board

    printed = print_board(file, board.read(), paper=paper, dpi=dpi)
    if as_json:
        say_json(printed)
        return
    say(f"{printed.path}: {printed.board}" + (f", on {printed.paper.upper()}." if printed.paper else "."))
    note(
        f"Print it at 100 %, glue it onto something flat, measure ten squares, and give a tenth of that:"
        f" --square-mm {printed.board.square_mm:.4g}"
    )


@app.command("take-over")
def take_it_over(
    product: _Product,
    why: Annotated[str, typer.Option(help="For the records.")] = "",
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Make a recipe version that judges by the newest calibration; in force if the version before was."""
    with _opened(read_config(config_file)) as calibrations:
        recipe = calibrations.take_over(_session(who), product, why=why)
    if as_json:
        say_json(recipe)
        return
    say(f"Recipe {recipe.name} version {recipe.version} corrects pictures by {recipe.calibration}.")


@app.command("list")
def list_all(
    product: Annotated[str | None, typer.Argument(metavar="[PRODUCT]", help="Only its versions, all of them.")] = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """List the newest calibration of each product, and whether it is due."""
    with _opened(read_config(config_file)) as calibrations:
        names = calibrations.products() if product is None else (product,)
        found = [one for name in names for one in calibrations.list(name)[-1 if product is None else 0 :]]
        due = {name: [one for one in calibrations.due(name) if one.is_due] for name in names}
        current = {name: one.ref.version for name in names if (one := calibrations.current(name)) is not None}
    if as_json:
        say_json({"calibrations": [one.ref for one in found], "due": due})
        return
    if not found:
        say("There is no calibration" + (f" of {product}" if product else "") + ". Make one: station calibrate --help")
        return
    rows = [
        (
            one.ref.name,
            one.ref.version,
            ", ".join(one.kinds),
            f"{one.size[0]} x {one.size[1]}",
            f"{one.ref.made_at.astimezone():%Y-%m-%d}",
            one.ref.made_by,
            "due" if current[one.ref.name] == one.ref.version and due[one.ref.name] else "",
            one.meta.note,
        )
        for one in found
    ]
    say_table(("product", "version", "parts", "pictures", "made", "by", "", "note"), rows, right=("version",))
    for reasons in due.values():
        for reason in reasons:
            note(reason.why)


@app.command("show")
def show_one(
    reference: Annotated[str, typer.Argument(metavar="PRODUCT[@VERSION]", help="Without a version the newest.")],
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Show one calibration: each part, when, by whom and with which camera it was made, and what was found."""
    name, version = recipe_reference(reference)
    with _opened(read_config(config_file)) as calibrations:
        found = calibrations.list(name)
        one = next((one for one in reversed(found) if version in (None, one.ref.version)), None)
        if one is None:
            there = ", ".join(str(other.ref.version) for other in found) or "none"
            raise CalibrationStoreError(f"There is no calibration {reference}.", f"Versions that are there: {there}.")
        calibrations.correction(one.ref)  # a damaged one is told here and not by the line
        due = {part.kind: part for part in calibrations.due(name)}
    if as_json:
        say_json({"ref": one.ref, "meta": one.meta.model_dump(mode="json", exclude={"parts"}), "parts": one.meta.parts})
        return
    say(f"Calibration {one.ref.name} version {one.ref.version}, for pictures of {one.size[0]} x {one.size[1]}")
    say(f"SHA-256 {one.ref.sha256}")
    rows = [
        (
            kind,
            f"{part.made_at.astimezone():%Y-%m-%d %H:%M}",
            part.made_by,
            part.camera_id,
            part.n_pictures,
            f"{due[kind].due_at.astimezone():%Y-%m-%d}" if kind in due and one is found[-1] else "",
            part.summary,
        )
        for kind, part in one.meta.parts.items()
    ]
    say_table(("part", "made", "by", "camera", "pictures", "due", "found"), rows, right=("pictures",))
