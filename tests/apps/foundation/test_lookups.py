"""Our lookups say how a text begins, by its signs as they are, whatever the database's language."""

from collections.abc import Iterable

import pytest
from django.db.models import CharField, Value

from commonwheel.apps.authorities.models import Council

TEXTS = ("ab", "ab c", "abc", "abz", "ab\U0010fffe", "Ab", "áb", "a b", "a", "b", "", "ab_", "ab%", "a%b", "ac")


def found(lookup: str, beginning: str, texts: Iterable[str] = TEXTS) -> list[str]:
    """Return the texts for which the database says that it holds."""
    rows = Council.objects.annotate(**{f"is_{n}": Value(text, CharField()) for n, text in enumerate(texts)})
    return [text for n, text in enumerate(texts) if rows.filter(**{f"is_{n}__{lookup}": beginning}).exists()]


@pytest.mark.usefixtures("council_a")
@pytest.mark.parametrize("beginning", ["ab", "a", "", "á", "ab%", "abcd"])
def test_what_begins_so_is_found(beginning: str) -> None:
    assert found("begins", beginning) == [text for text in TEXTS if text.startswith(beginning)]


@pytest.mark.usefixtures("council_a")
@pytest.mark.parametrize("beginning", ["ab", "a", "", "á", "ab%", "abcd"])
def test_what_extends_it_is_longer(beginning: str) -> None:
    longer = [text for text in TEXTS if text.startswith(beginning) and text != beginning]
    assert found("extends", beginning) == longer
