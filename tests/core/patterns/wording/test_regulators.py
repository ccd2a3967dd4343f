"""Whom residents can complain to about a request for information."""

import pytest

from commonwheel.core.patterns.wording.regulators import INFORMATION_COMMISSIONERS


@pytest.mark.parametrize(
    ("nation", "language", "name"),
    [
        ("england", "en", "Information Commissioner"),
        ("wales", "cy", "Comisiynydd Gwybodaeth"),
        ("northern-ireland", "en", "Information Commissioner"),
        ("scotland", "en", "Scottish Information Commissioner"),
        ("scotland", "gd", "Scottish Information Commissioner"),
    ],
)
def test_each_nation_has_its_commissioner(nation: str, language: str, name: str) -> None:
    found = INFORMATION_COMMISSIONERS[nation]
    assert found.name_in(language) == name
    assert found.website.startswith("https://")
