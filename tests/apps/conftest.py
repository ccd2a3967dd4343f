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
