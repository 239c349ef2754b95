"""Opening a database: made, upgraded, or refused in words."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from station.db import Records
from station.db.engine import make_engine
from station.db.migrate import SCRIPTS, newest, upgrade
from station.db.tables import Base
from station.errors import RecordsError
from station.types import Inspection

pytestmark = pytest.mark.timeout(300)  # some start interpreters, or wait for many commits to reach the disk


@pytest.fixture(scope="module", autouse=True)
def new_records() -> None:
    """Every file is made by the migrations themselves."""


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_an_empty_database_gets_the_tables_that_the_program_declares(any_url: str) -> None:
    Records.open(any_url).close()
    engine = make_engine(any_url, busy_timeout_ms=250)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
        assert differences == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == newest(SCRIPTS)
    engine.dispose()


def test_sqlite_is_durable_and_checks_references(sqlite_url: str) -> None:
    Records.open(sqlite_url).close()
    engine = make_engine(sqlite_url, busy_timeout_ms=250)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 250
    engine.dispose()


def test_what_was_recorded_is_there_after_opening_again(
    any_url: str, make_inspection: Callable[..., Inspection]
) -> None:
    records = Records.open(any_url)
    records.commit_inspection(make_inspection(1))
    records.close()
    records = Records.open(any_url)
    assert records.get("part-000001") == make_inspection(1)
    records.close()


def test_an_upgrade_that_fails_half_way_leaves_the_old_database(
    any_url: str, tmp_path: Path, make_inspection: Callable[..., Inspection]
) -> None:
    records = Records.open(any_url)
    records.commit_inspection(make_inspection(1))
    records.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts)
    (scripts / "versions" / "r9999_broken.py").write_text(
        textwrap.dedent(f"""
        import sqlalchemy as sa
        from alembic import op
        revision, down_revision = "9999", {newest(SCRIPTS)!r}
        def upgrade():
            op.create_table("half_way", sa.Column("id", sa.Integer, primary_key=True))
            op.add_column("events", sa.Column("half", sa.Text))
            op.execute("UPDATE inspections SET detail = 'half way'")
            raise RuntimeError("the power went")
        """)
    )
    engine = make_engine(any_url, busy_timeout_ms=250)
    with pytest.raises(RuntimeError, match="the power went"):
        upgrade(engine, scripts=scripts)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == newest(SCRIPTS)
    engine.dispose()
    records = Records.open(any_url)
    assert records.get("part-000001") == make_inspection(1)
    records.close()


def test_a_database_of_a_newer_program_is_refused_and_not_touched(any_url: str) -> None:
    Records.open(any_url).close()
    engine = make_engine(any_url, busy_timeout_ms=250)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    with pytest.raises(RecordsError, match="was written by a newer version of this program") as caught:
        Records.open(any_url)
    assert caught.value.hint
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0099"
    engine.dispose()


@pytest.mark.parametrize("content", [b"this is a letter, not a database\n" * 200, b"\x89PNG\r\n\x1a\n" + bytes(5000)])
def test_a_file_that_is_not_a_database_is_refused_and_not_touched(
    sqlite_url: str, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "records.sqlite"
    path.write_bytes(content)
    with pytest.raises(RecordsError, match="is not a database"):
        Records.open(sqlite_url)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (id INTEGER)")
        connection.commit()
    with pytest.raises(RecordsError, match=r"database of another program.*bookmarks"):
        Records.open(sqlite_url)
    assert tables(path) == {"bookmarks"}


@pytest.mark.parametrize("url", ["no url at all", "sqlite://", "nosuchdatabase://host/name"])
def test_a_url_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(RecordsError, match=r"database\.url"):
        Records.open(url)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(RecordsError, match=r"cannot be made|cannot be opened"):
        Records.open(f"sqlite:///{tmp_path / 'data' / 'sub' / 'records.sqlite'}")


@contextmanager
def other_program_holding(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the write lock of `path` until the block ends."""
    code = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('BEGIN EXCLUSIVE')\n"
        "print('locked', flush=True)\n"
        "sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "locked\n"
        yield process
        process.communicate(timeout=250)


def test_a_locked_database_is_named_with_who_holds_it(sqlite_url: str, tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    sqlite3.connect(path).close()
    with other_program_holding(path) as holder, pytest.raises(RecordsError, match="is locked") as caught:
        Records.open(sqlite_url, busy_timeout_ms=20)
    if sys.platform.startswith("linux"):
        assert f"process {holder.pid}" in caught.value.message


def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        folder.chmod(0o755)
        pytest.skip("this user may write everywhere (root), or the system has no such rights")
    with pytest.raises(RecordsError, match="cannot be opened or made") as caught:
        Records.open(f"sqlite:///{folder / 'records.sqlite'}")
    folder.chmod(0o755)
    assert str(folder) in caught.value.message
    assert list(folder.iterdir()) == []


@pytest.fixture
def read_only_disk(tmp_path: Path) -> Iterator[Callable[[], Path]]:
    """A folder that turns read-only when called, whoever the user is."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        made = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("needs the command mount")
    if made.returncode:
        pytest.skip("needs the right to mount a file system")

    def turn() -> Path:
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        return folder

    yield turn
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("there", [True, False])
def test_records_on_a_read_only_disk_are_refused_at_once(
    read_only_disk: Callable[[], Path], tmp_path: Path, there: bool
) -> None:
    url = f"sqlite:///{tmp_path / 'disk' / 'records.sqlite'}"
    if there:
        Records.open(url).close()
    read_only_disk()
    with pytest.raises(RecordsError, match=r"may not be written|cannot be opened") as caught:
        Records.open(url)
    assert "records.sqlite" in caught.value.message
    assert caught.value.hint


def test_two_programs_may_open_an_empty_database_at_once(sqlite_url: str) -> None:
    code = (
        "import sys\n"
        "from station.db import Records\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "Records.open(sys.argv[1], busy_timeout_ms=60000).close()\n"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, sqlite_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in both:
        process.communicate(timeout=250)
        assert process.returncode == 0
