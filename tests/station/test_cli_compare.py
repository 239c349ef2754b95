"""Teaching from a data set and comparing versions, on the command line."""

from __future__ import annotations

import pytest

from station.images import write_image
from station.queries import ImageLabel
from tests.station.classroom_rig import add, defect_part, good_part, labelled_set
from tests.station.cli_rig import CommandLine, good_folder

pytestmark = pytest.mark.timeout(300)  # each training starts an interpreter


def test_a_data_set_is_taught_extended_and_its_versions_compared(station: CommandLine) -> None:
    records = station.records()
    labelled_set(records, station.folder / "sets", painted=2)
    first = station("train", "--data-set", "cell", "--option", "cells=8", "--why", "first", "--who", "ada", "--json")
    assert first.code == 0, first.err
    assert "9 good pictures to learn from, 3 held out for the threshold, with 4 defects" in first.err
    assert (first.json["recipe"]["name"], first.json["recipe"]["version"]) == ("cell", 1)
    assert records.pictures.defects("cell") == {"scratch": 4}

    add(records, station.folder / "sets" / "more", [good_part(n) for n in range(100, 104)])
    second = station("train", "cell", "--data-set", "cell", "--extend", "--json")
    assert second.code == 0, second.err
    assert "3 are new to the model that is extended" in second.err
    assert second.json["recipe"]["version"] == 2

    # defects that nobody had seen when the models were taught
    add(records, station.folder / "sets" / "new", [defect_part(50 + n) for n in range(2)], ImageLabel.DEFECT)
    compared = station("compare", "cell", "--last", "0", "--why", "before the shift", "--who", "bo")
    assert compared.code == 0, compared.err
    assert "Version 1 and version 2 of cell on 10 labelled pictures and 0 parts of history" in compared.out
    assert "12 labelled pictures were not used" in compared.out
    assert "of 10 pictures" in compared.out
    assert "Version 1: " in compared.out
    assert "0 of 6 defects would pass" in compared.out
    (kept,) = records.comparisons.of("cell")
    assert (kept.who, kept.note, len(kept.pictures)) == ("bo", "before the shift", 10)

    as_json = station("compare", "cell", "--version", "2", "--with", "1", "--json")
    assert as_json.code == 0
    assert as_json.json["comparison"]["old"]["version"] == 2
    assert as_json.json["changed"] == len(
        [one for one in as_json.json["comparison"]["pictures"] if one["old_verdict"] != one["new_verdict"]]
    )
    records.close()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "Give either --good DIR or --data-set NAME"),
        (("cell", "--data-set", "other"), 2, "belongs to the recipe of that name"),
        (("--data-set", "cell", "--preset", "quick"), 2, "fast, balanced, accurate"),
        (("--data-set", "cell", "--preset", "fast", "--detector", "fake"), 2, "--preset says which"),
        (("--data-set", "nothing"), 3, "no data set 'nothing'"),
        (("--data-set", "cell", "--extend"), 3, "no model of cell to extend"),
        (("--data-set", "cell", "--policy", "zero_escape"), 3, "defect"),
    ],
)
def test_a_training_that_cannot_be_meant_is_refused(
    station: CommandLine, arguments: tuple[str, ...], code: int, words: str
) -> None:
    records = station.records()
    labelled_set(records, station.folder / "sets", defect=0)
    records.close()
    answer = station("train", *arguments)
    assert answer.code == code
    assert words in answer.err
    assert station.versions("cell") == []


def test_folders_and_data_sets_are_not_mixed(station: CommandLine) -> None:
    good = good_folder(station.folder / "good")
    write_image(station.folder / "x" / "a.png", good_part(1))
    assert "There is nothing" in station("train", "cell", "--good", good, "--data-set", "cell").err
    assert "Leave it out" in station("train", "--data-set", "cell", "--defect", good).err
    assert "need a data set" in station("train", "cell", "--good", good, "--preset", "fast").err
    assert "no name" in station("train", "--good", good).err


def test_comparing_what_is_not_there_is_refused(station: CommandLine) -> None:
    answer = station("compare", "cell")
    assert answer.code == 3
    assert "cell" in answer.err
