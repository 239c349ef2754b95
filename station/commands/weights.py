"""`station weights`"""

from __future__ import annotations

from typing import Annotated

import typer

from station.commands.options import AsJson
from station.commands.terminal import note, say, say_json, say_table

app = typer.Typer(no_args_is_help=True, help="Backbone weights: where they are, and whether they are right.")


@app.command("list")
def list_weights(as_json: AsJson = False) -> None:
    """List the backbones that come with the station and those that were fetched."""
    from detectors.weights import PACKAGED, weights_folder

    fetched = {path.stem: path for path in sorted(weights_folder().glob("*.safetensors"))}
    if as_json:
        say_json({"packaged": sorted(PACKAGED), "fetched": fetched, "folder": weights_folder()})
        return
    rows = [(name, "packaged", one.package) for name, one in sorted(PACKAGED.items())]
    rows += [(name, "fetched", str(path)) for name, path in fetched.items()]
    say_table(("backbone", "from", "where"), rows)
    say(f"`station weights fetch NAME` puts others into {weights_folder()}.")


@app.command("fetch")
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A timm model, such as wide_resnet50_2.")],
    as_json: AsJson = False,
) -> None:
    """Download the weights of a backbone. The only command that uses the network."""
    from detectors.weights import fetch_weights

    note(f"Fetching the weights of {name}; timm's client shows its own progress.")
    found = fetch_weights(name)
    if as_json:
        say_json(found)
    else:
        say(f"{found.name}: {found.path}, SHA-256 {found.sha256}")


@app.command("check")
def check(as_json: AsJson = False) -> None:
    """Hash all weights on this machine. Exit code 1 if one is missing or has another hash."""
    from station.doctor import weights_on_disk

    found = weights_on_disk()
    wrong = [one for one in found if one.problem]
    if as_json:
        say_json({"weights": found, "ok": not wrong})
    else:
        say_table(
            ("backbone", "from", "state", "SHA-256"),
            [(one.name, one.source, one.problem or "right", one.sha256) for one in found],
        )
    if wrong:
        raise typer.Exit(1)
