"""Every relative link and picture in the documents leads somewhere, to the heading where one is named."""

from __future__ import annotations

import re
import string
from pathlib import Path
from urllib.parse import unquote

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md"), *(REPOSITORY / "detectors").rglob("*.md")]
)
_FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_IN_LINE = re.compile(r"`[^`\n]*`")
_TARGET = re.compile(r"\]\(\s*<?([^)\s>]+)|\b(?:src|href|srcset)=\"([^\"]+)\"|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_SIGNS = re.compile(f"[{re.escape(string.punctuation.replace('-', '').replace('_', ''))}]")


def targets(text: str) -> list[str]:
    """What links and pictures of a Markdown text lead to, without those that lead out of the repository."""
    words = _IN_LINE.sub("", _FENCED.sub("", text))
    found = ["".join(groups) for groups in _TARGET.findall(words)]
    return [one for one in found if not _ELSEWHERE.match(one)]


def anchors(text: str) -> set[str]:
    """The names that a code host gives to the headings of a Markdown text."""
    headings = _HEADING.findall(_FENCED.sub("", text))
    return {_SIGNS.sub("", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(document: Path, target: str) -> bool:
    path, _, heading = unquote(target).partition("#")
    there = document.parent / path if path else document
    if heading and there.suffix == ".md" and there.exists():
        return heading in anchors(there.read_text(encoding="utf-8"))
    return there.exists()


def dead(document: Path) -> list[str]:
    """The links of a document that lead nowhere."""
    return [one for one in targets(document.read_text(encoding="utf-8")) if not leads_somewhere(document, one)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_links_and_pictures_of_a_document_are_there(document: Path) -> None:
    assert dead(document) == []


def test_the_guides_show_pictures() -> None:
    for name in ("README.md", "docs/operator-guide.md", "docs/engineer-guide.md"):
        shown = [one for one in targets((REPOSITORY / name).read_text(encoding="utf-8")) if one.endswith(".png")]
        assert shown, name


def test_a_link_to_nothing_is_found_and_one_in_code_is_not(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("# One thing, and another\n")
    (tmp_path / "page.md").write_text(
        "[a](there.md) [b](there.md#one-thing-and-another) [c](gone.md) ![d](gone.png) [e](there.md#gone) [f](#gone)\n"
        '<img src="gone.svg"> `[g](code.md)` [h](https://example.org/gone)\n\n[i]: gone.txt\n\n'
        "```\n[j](fenced.md)\n```\n"
    )
    assert dead(tmp_path / "page.md") == ["gone.md", "gone.png", "there.md#gone", "#gone", "gone.svg", "gone.txt"]
