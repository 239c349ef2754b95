"""From the configuration to those who are told of results and say nothing themselves."""

from __future__ import annotations

from collections.abc import Callable

from station.cell import Partner
from station.config import Config
from station.db import Records
from station.types import Event, StationStatus


def build_publishers(
    config: Config, records: Records, status: Callable[[], StationStatus], tell: Callable[[Event], None]
) -> tuple[Partner, ...]:
    """Build the closed publishers that `config` names."""
    if config.mqtt is None:
        return ()
    from station.mqtt import MqttPublisher

    return (
        MqttPublisher(
            config.mqtt,
            station=config.station.name,
            feed=records.feed,
            folder=config.data_dir,
            station_status=status,
            tell=tell,
        ),
    )
