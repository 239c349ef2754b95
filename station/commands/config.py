"""`station config`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from station.commands.options import AsJson, ConfigFile, read_config
from station.commands.terminal import say, say_json

if TYPE_CHECKING:
    from station.config import Config

app = typer.Typer(no_args_is_help=True, help="The configuration.")


@app.command("check")
def check(config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """Read the configuration and say what the station would use. A mistake is one line, exit code 2."""
    from station.config import find_file
    from station.settings import Settings

    settings = Settings(read_config(config_file))
    config, changed = settings.effective(), settings.changed()
    if as_json:
        say_json(
            {
                "file": find_file(config_file),
                "data_dir": config.data_dir,
                "config": config.model_dump(by_alias=True),
                "changed_at_the_station": changed,
            }
        )
        return
    say(f"{find_file(config_file)}: valid")
    say(f"  station   {config.station.name}")
    say(f"  camera    {config.camera.kind}, trigger {config.camera.trigger}")
    say(f"  output    {config.output.kind}")
    for name, what in _around(config):
        say(f"  {name:<9} {what}")
    say(f"  detector  {config.detector.name} on {config.detector.device}")
    say(f"  data      {config.data_dir}")
    for one in changed:
        says = "nothing" if one.file_says is None else one.file_says
        say(f"  changed   {one.key} = {one.value}, by {one.who} at the station; the file says {says}")


def _around(config: Config) -> list[tuple[str, str]]:
    """Who is around the station, one row each."""
    found = []
    if (robot := config.robot) is not None:
        found.append(("robot", f"{robot.host}, {robot.mode}"))
    if (plc := config.plc) is not None:
        what = "the station listens on" if plc.role == "server" else "the station asks"
        found.append(("plc", f"{what} {plc.host}:{plc.port}, registers from {plc.offset}"))
    if (mqtt := config.mqtt) is not None:
        found.append(("mqtt", f"{mqtt.host}:{mqtt.port}, topics below {mqtt.prefix}"))
    return found
