"""Write the demo's pictures as one category in the layout of MVTec AD, so that `station benchmark` can measure on them.

    python -m tests.bench.write_demo_set OUT [--data solar|textile] [--development]

`train/good` is the pool to teach from, `test` the test part, on which nothing was chosen. With `--development` it is
the development part instead: for choosing options, never for figures to show.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from station.demo_data import DATA, deal, read_grey
from station.errors import StationError, UsageError, explain
from station.images import write_image


def write_demo_set(out: Path, name: str = "solar", *, development: bool = False) -> dict[str, int]:
    """Write the pictures below `out`, which must be new or empty; return how many there are by folder.

    Raises:
        UsageError: the package with the pictures is not installed, or something is in `out`.
        ImageFileError, StorageError: a picture cannot be read or written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out}: is not an empty folder.", "Give a new one.")
    dealt = deal(DATA[name])
    good, defect = dealt.test_good, dealt.test_defect
    if development:
        good, defect = dealt.development_good, dealt.development_defect
    folders = {"train/good": dealt.pool, "test/good": good, "test/defect": defect}
    for folder, paths in folders.items():
        for path in paths:
            write_image(out / folder / f"{path.stem}.png", read_grey(path))
    return {folder: len(paths) for folder, paths in folders.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", choices=sorted(DATA), default="solar")
    parser.add_argument("--development", action="store_true", help="the development part instead of the test part")
    asked = parser.parse_args()
    try:
        written = write_demo_set(asked.out, asked.data, development=asked.development)
    except StationError as error:
        sys.stderr.write(f"{explain(error)}\n")
        return error.exit_code
    sys.stdout.write("".join(f"{asked.out / folder}: {count} pictures\n" for folder, count in written.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
