"""A node that serves a commons."""

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.support.library import Library, library, release_of


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Library:
    """A commons that has been started, and nothing in it."""
    settings.COMMONS_FOLDER = tmp_path / "commons"
    return library(tmp_path / "commons")


@pytest.fixture
def stocked(home: Library, db: None) -> Library:
    """A commons with two services, one of them in two versions."""
    from commonwheel.apps.commons import api as commons

    home.put(release_of("report-missed-bin"), release_of("garden-waste-subscription"))
    home.put(release_of("report-missed-bin", "1.2.0", pattern=("Report a missed bin collection", "Report a bin")))
    commons.index_commons()
    return home
