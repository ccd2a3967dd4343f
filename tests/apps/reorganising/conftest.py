"""Surrey of 2027 and Cumbria of 2023 on a node, with invented services."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from commonwheel.foundation.councils import CouncilView


@pytest.fixture
def postcodes(settings: Any, tmp_path: Path) -> None:
    """A table of postcodes from before the day."""
    from tests.support.reorganising import hold_postcodes

    hold_postcodes(settings, tmp_path)


@pytest.fixture
def surrey(postcodes: None) -> "dict[str, CouncilView]":
    """Three districts, the county and the two councils that follow; none of them has a service."""
    from tests.support.reorganising import code_of, council

    slugs = ("elmbridge", "mole-valley", "woking", "surrey", "east-surrey", "west-surrey")
    return {each: council(each, gss_code=code_of(each)) for each in slugs}


@pytest.fixture
def cumbria(postcodes: None) -> "dict[str, CouncilView]":
    """A district, the county and the two councils that followed, each with the service."""
    from tests.support.missed_bin import adopt
    from tests.support.reorganising import code_of, council

    slugs = ("carlisle", "cumbria", "cumberland", "westmorland-and-furness")
    made = {each: council(each, gss_code=code_of(each)) for each in slugs}
    for one in made.values():
        adopt(one)
    return made
