"""What the commands about places share."""

import codecs
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

import click

from commonwheel.cli.on_node import wrong
from commonwheel.core.problems import Failure

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
_BLOCK = 1_000_000


def as_day(given: datetime | None) -> date | None:
    """Return the day of an option."""
    return given.date() if given else None


def node_data() -> Path:
    """Return the node's data folder; end the command where the settings are wrong."""
    from commonwheel.project.environment import read_environment

    try:
        return read_environment().data
    except Failure as reason:
        wrong(str(reason))


@contextmanager
def replacing(target: Path, encoding: str) -> Iterator[TextIO]:
    """Yield a file beside the target that takes its place at the end, or is removed."""
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "w", encoding=encoding, newline="") as out:
            yield out
            out.flush()
            os.fchmod(out.fileno(), 0o644)
            os.fsync(out.fileno())
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def encoding_of(path: Path) -> str:
    """Return UTF-8, with a mark before it where there is one, or what older spreadsheets write."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        begin = file.read(len(codecs.BOM_UTF8))
        try:
            decoder.decode(begin)
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig" if begin == codecs.BOM_UTF8 else "utf-8"
