"""Data sets from and to the layout of MVTec AD: pictures, kinds of defects, masks. See `station.mvtec_layout`."""

from __future__ import annotations

from pathlib import Path

from station.db import Records
from station.labelling import Labelling
from station.mvtec_export import Exporter, Written
from station.mvtec_import import Brought, Importer

__all__ = ["Brought", "Mvtec", "Written"]


class Mvtec:
    """Import and export. Thread-safe; takes about a second per hundred pictures: not for the GUI thread.

    `bring` copies a category into a data set, see `Importer.bring`; `write` a data set out, see `Exporter.write`.
    """

    def __init__(self, records: Records, labelling: Labelling, root: Path) -> None:
        """`root` is the folder of all data sets; it need not exist."""
        self.bring = Importer(records, labelling, root).bring
        self.write = Exporter(records).write
