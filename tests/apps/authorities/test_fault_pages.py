"""Pages in place of the one asked for speak the resident's language, and give the council's number."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from commonwheel.foundation.councils import CouncilView


def test_a_page_that_is_not_there_is_said_in_welsh(client: Client, council_a: CouncilView) -> None:
    found = client.get("/harbourside/-/nothing/?language=cy")
    text = found.content.decode()
    assert found.status_code == 404
    assert '<html lang="cy"' in text
    assert "Page not found" not in text
    assert "Check the address" not in text


@pytest.mark.parametrize(
    "template",
    ["400.html", "403.html", "404.html", "405.html", "413.html", "429.html", "500.html", "forgery.html"],
)
def test_every_fault_page_has_welsh_words(template: str) -> None:
    request = RequestFactory().get("/")
    with translation.override("en"):
        english = render_to_string(template, {}, request=request)
    with translation.override("cy"):
        welsh = render_to_string(template, {}, request=request)
    paragraphs = {
        line.strip() for line in english.splitlines() if line.strip().startswith(("<h1", "<p class=")) and "</" in line
    }
    assert paragraphs
    same = {line for line in paragraphs if line in welsh}
    assert not same, same
