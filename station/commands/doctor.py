"""`station doctor`"""

from __future__ import annotations

import typer

from station.commands.options import AsJson, ConfigFile, read_config
from station.commands.terminal import say, say_json

_SYMBOL = {"OK": "✓", "WARN": "!", "FAIL": "✗"}


def doctor(config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """Check everything a station needs: one line each, and what to do. Exit code 1 if anything fails.

    The camera is opened and takes a picture, so a station that is running must be stopped first.
    """
    from station.doctor import Level, examine
    from station.settings import Settings

    findings = []
    for finding in examine(lambda: Settings(read_config(config_file)).effective()):
        findings.append(finding)
        if not as_json:
            text = finding.text if finding.text.endswith((".", "!")) or not finding.remedy else f"{finding.text}."
            line = f"{_SYMBOL[finding.level.value]} {finding.level.value:<4}  {finding.name:<13}  {text}"
            say(f"{line} {finding.remedy}".rstrip())
    failed = [finding for finding in findings if finding.level is Level.FAIL]
    if as_json:
        say_json({"findings": findings, "ok": not failed})
    elif failed:
        say(f"{len(failed)} of {len(findings)} checks failed.")
    if failed:
        raise typer.Exit(1)
