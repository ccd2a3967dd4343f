"""The pages of a package index, held to what their specifications say."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from tests.support.wheels import file_name, wheel

from commonwheel.core.connectors import index
from commonwheel.core.connectors.facts import facts_of, read_facts
from commonwheel.core.connectors.index import Offer, Project, State
from commonwheel.core.connectors.wheels import read_wheel

BAD_WORDS = 'Sends "twice" & <b>loses</b> one'


def offer(version: str = "1.0.0", state: State = "offered", reason: str = "", publisher: str = "lewes") -> Offer:
    found = read_wheel(wheel(version=version), file=file_name(version=version))
    facts = read_facts(facts_of(found))
    return Offer(publisher, found.name, found.length, found.sha256, facts, state, reason)


def project(*offers: Offer) -> Project:
    (made,), left_out = index.group(offers, owners={})
    assert not left_out
    return made


class Page(HTMLParser):
    """What an installer sees: links with their attributes and texts, and metas."""

    def __init__(self, text: bytes) -> None:
        super().__init__()
        self.links: list[tuple[dict[str, Any], str]] = []
        self.metas: dict[str, str] = {}
        self.headings = ""
        self._open = ""
        assert text.startswith(b"<!DOCTYPE html>")
        self.feed(text.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag
        if tag == "a":
            self.links.append((dict(attrs), ""))
        if tag == "meta":
            said = dict(attrs)
            self.metas[said.get("name") or ""] = said.get("content") or ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "a":
            self.links[-1] = (self.links[-1][0], data)


def test_the_list_of_projects_names_each_as_indexes_compare_names() -> None:
    page = Page(index.root_as_html(["lewes-highways", "hove-trees"]))
    assert [(link["href"], text) for link, text in page.links] == [
        ("lewes-highways/", "lewes-highways"), ("hove-trees/", "hove-trees"),
    ]  # fmt: skip
    assert page.metas["pypi:repository-version"] == "1.4"
    assert json.loads(index.root_as_json(["hove-trees"])) == {
        "meta": {"api-version": "1.4"}, "projects": [{"name": "hove-trees"}],
    }  # fmt: skip


def test_a_file_is_named_with_its_digest_its_python_and_its_metadata() -> None:
    one = offer()
    (link, text), = Page(index.project_as_html(project(one))).links  # fmt: skip
    assert text == file_name()
    assert link == {
        "href": f"{file_name()}#sha256={one.sha256}",
        "data-requires-python": ">=3.11",
        "data-core-metadata": f"sha256={one.facts.metadata}",
        "data-dist-info-metadata": f"sha256={one.facts.metadata}",
    }
    assert b'data-requires-python="&gt;=3.11"' in index.project_as_html(project(one))
    assert json.loads(index.project_as_json(project(one))) == {
        "meta": {"api-version": "1.4"},
        "name": "lewes-highways",
        "project-status": {"status": "active"},
        "versions": ["1.0.0"],
        "files": [
            {
                "filename": file_name(), "url": file_name(), "hashes": {"sha256": one.sha256}, "size": one.length,
                "requires-python": ">=3.11", "yanked": False, "core-metadata": {"sha256": one.facts.metadata},
                "dist-info-metadata": {"sha256": one.facts.metadata},
            }
        ],
    }  # fmt: skip


def test_a_file_that_says_nothing_of_python_has_no_such_key() -> None:
    one = offer()
    silent = Offer(
        "lewes", one.name, one.length, one.sha256, one.facts.model_copy(update={"requires_python": ""})
    )  # fmt: skip
    assert b"requires-python" not in index.project_as_html(project(silent)) + index.project_as_json(project(silent))


def test_a_withdrawn_file_is_yanked_with_its_reason() -> None:
    made = project(offer("1.0.0", "withdrawn", BAD_WORDS), offer("1.1.0"))
    files = json.loads(index.project_as_json(made))["files"]
    assert [file["yanked"] for file in files] == [BAD_WORDS, False]
    links = Page(index.project_as_html(made)).links
    assert [link.get("data-yanked") for link, _ in links] == [BAD_WORDS, None]
    assert b"<b>" not in index.project_as_html(made)


def test_a_withdrawn_file_without_a_reason_is_yanked_too() -> None:
    made = project(offer("1.0.0", "withdrawn"))
    assert json.loads(index.project_as_json(made))["files"][0]["yanked"] is True
    ((link, _),) = Page(index.project_as_html(made)).links
    assert link["data-yanked"] == ""


def test_a_stopped_file_is_not_named_at_all() -> None:
    made = project(offer("1.0.0"), offer("1.1.0", "quarantined", "Sends data abroad"))
    said = json.loads(index.project_as_json(made))
    assert [file["filename"] for file in said["files"]] == [file_name()]
    assert said["versions"] == ["1.0.0"]
    assert b"1.1.0" not in index.project_as_html(made)


@pytest.mark.parametrize(
    ("states", "status"),
    [
        (["offered", "withdrawn"], "active"),
        (["deprecated", "offered", "quarantined"], "active"),
        (["withdrawn", "deprecated"], "deprecated"),
        (["deprecated", "deprecated"], "deprecated"),
        (["withdrawn", "withdrawn"], "deprecated"),
        (["quarantined", "withdrawn"], "deprecated"),
        (["quarantined", "quarantined"], "quarantined"),
    ],
)
def test_the_status_of_a_project_is_what_holds_of_all_its_versions(states: list[State], status: str) -> None:
    made = project(*(offer(f"1.{number}.0", state, BAD_WORDS) for number, state in enumerate(states)))
    said = json.loads(index.project_as_json(made))["project-status"]
    metas = Page(index.project_as_html(made)).metas
    assert (said["status"], metas["pypi:project-status"]) == (status, status)
    expected = None if status == "active" else BAD_WORDS
    assert (said.get("reason"), metas.get("pypi:project-status-reason")) == (expected, expected)


def test_versions_stand_in_the_order_of_their_numbers() -> None:
    made = project(offer("1.10.0"), offer("1.9.0"), offer("1.2.0"))
    assert json.loads(index.project_as_json(made))["versions"] == ["1.2.0", "1.9.0", "1.10.0"]


def test_a_name_belongs_to_the_publisher_that_had_it_first() -> None:
    ours, theirs = offer("1.0.0"), offer("9.0.0", publisher="stranger")
    projects, left_out = index.group([theirs, ours], owners={"lewes-highways": "lewes"})
    assert [(one.publisher, one.files) for one in projects] == [("lewes", (ours,))]
    assert left_out == (theirs,)


def test_where_nobody_knows_who_was_first_neither_is_offered() -> None:
    ours, theirs = offer("1.0.0"), offer("9.0.0", publisher="stranger")
    projects, left_out = index.group([theirs, ours], owners={})
    assert projects == ()
    assert left_out == (ours, theirs)


def test_a_name_stays_with_its_publisher_when_that_has_nothing_left() -> None:
    projects, left_out = index.group([offer(publisher="stranger")], owners={"lewes-highways": "lewes"})
    assert projects == ()
    assert [one.publisher for one in left_out] == ["stranger"]
