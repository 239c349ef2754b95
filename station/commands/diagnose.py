"""`station diagnose`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from station.commands.options import AsJson, ConfigFile, Who, opened_records, person, read_config
from station.commands.terminal import say, say_json


def diagnose(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A folder, or the file to write.")],
    who: Who = None,
    config_file: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Write what helps others to see what is wrong into one zip file: versions, checks, configuration, events, logs.

    No pictures, no accounts, no passwords; look through it all the same before you hand it on. The camera is tried
    only where no station runs on the data folder.
    """
    from station.accounts import command_line
    from station.camera_use import LINE, CameraUse
    from station.diagnosis import Diagnosis
    from station.doctor import examine
    from station.errors import StateError
    from station.instance_lock import InstanceLock
    from station.settings import Settings

    config = Settings(read_config(config_file)).effective()
    use = CameraUse()
    with opened_records(config) as records:
        lock = InstanceLock(config.data_dir)
        try:
            lock.take()
        except StateError:  # a station runs there, and has the camera
            use.take(LINE)
        try:
            diagnosis = Diagnosis(lambda: config, records, examine=lambda: examine(lambda: config, use=use))
            bundle = diagnosis.write(command_line(person(who)), file)
        finally:
            lock.release()
    if as_json:
        say_json(bundle)
        return
    say(f"{bundle.path}: {bundle.bytes / 1e6:.2f} MB, {len(bundle.parts)} files, without pictures and passwords")
