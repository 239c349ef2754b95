"""Which calibration a picture was corrected by when it was taken, under the hash of its file. Written once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from sqlalchemy import insert, select

from station.calibration_ref import CalibrationRef
from station.db.connections import Connections
from station.db.tables import PictureCalibrationRow
from station.errors import RecordsError

_P = PictureCalibrationRow
_CHUNK = 500


class Corrections:
    """Thread-safe. Raises RecordsError when the database does not do its part."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def note(self, pictures: Iterable[str], by: CalibrationRef) -> None:
        """Keep that the files of these hashes hold pictures corrected `by` this; the first word counts."""
        body = by.model_dump_json()
        for chunk in _chunks(pictures):
            with self._connections.write("written") as connection:
                known = set(connection.scalars(select(_P.picture_sha256).where(_P.picture_sha256.in_(chunk))))
                new = [{"picture_sha256": one, "body": body} for one in chunk if one not in known]
                if new:
                    connection.execute(insert(_P), new)

    def of(self, pictures: Iterable[str]) -> Mapping[str, CalibrationRef]:
        """What is known, by the hash of the file; a picture that nobody corrected is missing."""
        found: dict[str, CalibrationRef] = {}
        for chunk in _chunks(pictures):
            with self._connections.read() as connection:
                rows = connection.execute(select(_P.picture_sha256, _P.body).where(_P.picture_sha256.in_(chunk))).all()
            for sha256, body in rows:
                try:
                    found[sha256] = CalibrationRef.model_validate_json(body)
                except ValueError as error:
                    raise RecordsError(f"What corrected picture {sha256[:12]} cannot be read.") from error
        return found


def _chunks(pictures: Iterable[str]) -> Iterable[list[str]]:
    rest = iter(dict.fromkeys(pictures))
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
