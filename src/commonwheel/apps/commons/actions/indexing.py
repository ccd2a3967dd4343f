"""Writes the index over the commons' folder: publisher by publisher, each whole or not at all."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from commonwheel.apps.commons.models import Entry, EntryWords, Publisher, Release
from commonwheel.apps.commons.queries.folder import folder_path
from commonwheel.apps.commons.queries.indexing import EntryFacts, PublisherFacts, ReleaseFacts, plan_index
from commonwheel.apps.commons.queries.searching import marks_of
from commonwheel.foundation.transactions import action
from commonwheel.integrations.trust.package_index import write_index

_STATE = ["state", "reason", "since", "facts", "version", "order", "entry", "sha256", "length"]
_TOLD = ["changelog", "weight", "differences", "told_against", "is_read"]


@action
def store_publisher(facts: PublisherFacts) -> bool:
    """Write what a publisher shares; say whether it was. A list that is older than what is there changes nothing."""
    row = Publisher.objects.select_for_update().filter(name=facts.shelf.name).first()
    if row is not None and row.number > facts.shelf.number:
        return False
    publisher = _publisher(facts)
    entries = {one.name: _entry(publisher, one) for one in facts.entries}
    _drop(Entry.objects.filter(publisher=publisher).exclude(name__in=entries))
    _store_words(entries, facts)
    for one in facts.entries:
        _store_releases(entries[one.name], one.releases)
    return True


@action
def drop_publishers(names: Iterable[str]) -> None:
    """Take publishers out of the index whom the commons does not have."""
    gone = Publisher.objects.filter(name__in=list(names))
    _drop(Entry.objects.filter(publisher__in=gone))
    gone.delete()


def index_commons(*, anew: bool = False) -> int:
    """
    Bring the index up to date with the folder; return how many publishers were written.

    Each publisher is written by itself, so nobody waits long, and a process that dies goes on where it was. What is
    right already is not written.

    Args:
        anew: read every byte again.

    Raises:
        CommonsClosed, NotStarted, CommonsUnwritable.
    """
    plan = plan_index(anew=anew)
    if plan.connectors:
        write_index(folder_path(), plan.connectors)
    written = sum(store_publisher(facts) for facts in plan.changed)
    if plan.gone:
        drop_publishers(plan.gone)
    return written


# Private


def _drop(entries: QuerySet[Entry]) -> None:
    EntryWords.objects.filter(entry_id__in=list(entries.values_list("id", flat=True))).delete()
    entries.delete()


def _publisher(facts: PublisherFacts) -> Publisher:
    shelf, profile = facts.shelf, facts.profile
    said = profile.model_dump(mode="json") if profile else {}
    values = {
        "title": said.get("title") or shelf.name,
        **{key: said.get(key) or "" for key in ("kind", "web", "contact")},
        "successor": shelf.successor,
        "offers": said.get("offers", []),
        "stories": said.get("stories", []),
        "number": shelf.number,
        "digest": shelf.digest,
        "runs_out_at": shelf.runs_out_at,
    }
    return Publisher.objects.update_or_create(name=shelf.name, defaults=values)[0]


def _entry(publisher: Publisher, facts: EntryFacts) -> Entry:
    newest, said = facts.newest.release, facts.newest.release.facts
    values: dict[str, Any] = {
        "publisher": publisher,
        "name": facts.name,
        "kind": str(said.get("kind", ""))[:20],
        "title": str(said.get("title") or facts.name)[:250],
        "summary": str(said.get("summary", ""))[:250],
        "needs": _listed(said.get("needs"), 800),
        "languages": _listed(said.get("languages"), 400),
        "licence": _licence(said.get("licence")),
        "version": facts.newest.version,
        "sha256": newest.sha256,
        "state": newest.state,
        "published_at": max(one.published_at for one in facts.releases),
    }
    return Entry.objects.update_or_create(full_name=f"{publisher.name}/{facts.name}", defaults=values)[0]


def _listed(said: object, most: int) -> str:
    words = [str(one) for one in said] if isinstance(said, list | tuple) else []
    text = " "
    for word in words:
        if len(text) + len(word) < most and " " not in word:
            text += f"{word} "
    return text


def _licence(said: object) -> str:
    return str(said.get("code", "") if isinstance(said, dict) else said or "")[:250]


def _store_words(entries: dict[str, Entry], facts: PublisherFacts) -> None:
    EntryWords.objects.filter(entry_id__in=[entry.id for entry in entries.values()]).delete()
    EntryWords.objects.bulk_create(
        EntryWords(
            entry_id=entry.id,
            title=entry.title,
            summary=entry.summary,
            about=_about(entry),
            guidance=one.guidance,
        )
        for one in facts.entries
        for entry in [entries[one.name]]
    )


def _about(entry: Entry) -> str:
    spoken = entry.name.replace("-", " ")
    return f"{entry.full_name} {spoken} {entry.publisher.title} {entry.needs} {marks_of(entry)}"


def _store_releases(entry: Entry, releases: tuple[ReleaseFacts, ...]) -> None:
    Release.objects.filter(entry=entry).exclude(path__in=[one.release.path for one in releases]).delete()
    read = [one for one in releases if one.told is not None]
    known = [one for one in releases if one.told is None]
    for some, columns in ((read, [*_STATE, *_TOLD]), (known, _STATE)):
        Release.objects.bulk_create(
            _rows(entry, some), update_conflicts=True, unique_fields=["path"], update_fields=columns, batch_size=200
        )


def _rows(entry: Entry, releases: list[ReleaseFacts]) -> Iterator[Release]:
    for one in releases:
        signed, told = one.release, one.told
        yield Release(
            entry=entry,
            path=signed.path,
            version=one.version,
            order=one.order,
            sha256=signed.sha256,
            length=signed.length,
            facts=dict(signed.facts),
            published_at=one.published_at,
            state=signed.state,
            reason=signed.reason[:500],
            since=one.since,
            changelog=told.changelog if told else "",
            weight=told.weight if told else "",
            differences=[list(each) for each in told.differences] if told else [],
            told_against=one.told_against if told else "",
            is_read=told is not None,
        )
