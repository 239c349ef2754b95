from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from station.benchmark.datasets import read_root
from station.demo_data import DATA, deal, read_grey
from station.errors import UsageError
from station.images import read_image
from tests.bench.write_demo_set import write_demo_set

SET = "textile"
installed = pytest.mark.skipif(
    importlib.util.find_spec(DATA[SET].package) is None, reason=f"{DATA[SET].package} is not installed"
)


@installed
def test_the_benchmark_finds_the_pool_to_teach_from_and_the_part_that_was_asked_for(tmp_path: Path) -> None:
    dealt = deal(DATA[SET])
    parts = {False: (dealt.test_good, dealt.test_defect), True: (dealt.development_good, dealt.development_defect)}
    seen = {}
    for development, (good, defect) in parts.items():
        out = tmp_path / f"set-{development}"
        counts = write_demo_set(out, SET, development=development)
        assert list(counts.values()) == [len(dealt.pool), len(good), len(defect)]
        (category,) = read_root(out, "auto", ())
        assert {path.stem for path in category.train} == {path.stem for path in dealt.pool}
        seen[development] = {(one.path.stem, one.defective) for one in category.test}
        assert seen[development] == {(path.stem, False) for path in good} | {(path.stem, True) for path in defect}
        first = out / "test" / "defect" / f"{defect[0].stem}.png"
        np.testing.assert_array_equal(read_image(first), read_grey(defect[0]))
    assert not seen[False] & seen[True]


def test_a_folder_with_something_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not an empty folder"):
        write_demo_set(tmp_path, SET)
    with pytest.raises(UsageError, match="is not an empty folder"):
        write_demo_set(tmp_path / "mine.txt", SET)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
