"""`station storage`"""

from __future__ import annotations

from station.commands.options import AsJson, ConfigFile, opened_records, read_config
from station.commands.terminal import say, say_json, say_table


def storage(config_file: ConfigFile = None, as_json: AsJson = False) -> None:
    """Say what is stored, how fast it grows, and when the disk is full or retention begins to remove pictures."""
    from station.settings import Settings
    from station.storage_forecast import Storage

    settings = Settings(read_config(config_file))
    config = settings.effective()
    with opened_records(config) as records:
        # here nothing is changed, so nobody has to follow
        report = Storage(records, settings, config=lambda: config, apply=lambda _config: None).report()
    if as_json:
        say_json(report)
        return
    rows = [(verdict.value, one.count, f"{one.bytes / 1e9:.3f}") for verdict, one in report.by_verdict.items()]
    say_table(("verdict", "pictures", "GB"), rows, right=("pictures", "GB"))
    growth, when, limits = report.growth, report.forecast, report.limits
    say(f"free      {report.free_bytes / 1e9:.1f} GB in {report.folder}")
    if growth.days == 0:
        say("growth    not known yet: no pictures are stored")
    else:
        say(f"growth    {growth.total / 1e9:.3f} GB a day, from the last {growth.days} days")
    for text, days in (
        ("the disk is full (less than line.min_free_mb is left)", when.disk_full),
        (f"the pictures reach {limits.max_gb:g} GB: the oldest passes go", when.over_size),
        (f"passes are older than {limits.max_age_days:g} days: they go", when.by_age),
        (f"the rejects alone need {limits.max_gb:g} GB, and are kept", when.rejects_fill),
    ):
        if days is not None:
            say(f"forecast  {'now' if days == 0 else f'in about {days} days'}: {text}")
