"""`station config`"""

from __future__ import annotations

import typer

from station.commands.options import AsJson, ConfigFile, read_config
from station.commands.terminal import say, say_json

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
    say(f"  detector  {config.detector.name} on {config.detector.device}")
    say(f"  data      {config.data_dir}")
    for one in changed:
        says = "nothing" if one.file_says is None else one.file_says
        say(f"  changed   {one.key} = {one.value}, by {one.who} at the station; the file says {says}")
