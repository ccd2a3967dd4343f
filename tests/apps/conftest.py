"""Postcodes that several apps look at."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def street_postcodes(settings: Any, tmp_path: Path) -> None:
    """Keep the postcodes on the line from Brighton to Wealden."""
    from tests.support import streets  # its apps are there once Django is

    settings.DATA = tmp_path
    streets.keep_postcodes(tmp_path)


@pytest.fixture
def held(settings: Any, tmp_path: Path) -> None:
    """Keep the same postcodes, and boundaries of districts, of a county, of a ward and of a national park."""
    from tests.support import outlines  # as above

    settings.DATA = tmp_path
    outlines.keep_all(tmp_path)
