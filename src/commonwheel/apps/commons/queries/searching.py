"""Search in the catalogue: one question for both databases, by words and by what an entry is."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, FloatField, Lookup, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler

from commonwheel.apps.commons.models import Entry, EntryWords, Publisher

PAGE = 20
_MOST_WORDS = 8
_MOST_PAGES = 500
_WORD = re.compile(r"\w+")
_TABLE = EntryWords._meta.db_table  # noqa: SLF001  # Django's own name for it
_Sql = tuple[str, tuple[Any, ...]]


HEAD, REST = "head", "rest"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are looked for, in which part of an entry, and the marks that it must have (`marks_of`)."""

    words: tuple[str, ...]
    where: str
    marks: tuple[str, ...] = ()


@TextField.register_lookup
class Matches(Lookup):
    """
    `title__matches=Words(("bin", "miss"), HEAD)`: the row has words that begin so, in any of their forms.

    HEAD looks in title and summary; REST finds rows that need the other words too: whose it is, and the guidance.
    """

    lookup_name = "matches"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """Pass the words on as they are."""
        del connection
        return "%s", (value,)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> _Sql:
        """Ask FTS5."""
        del compiler, connection
        return f'"{_TABLE}" MATCH %s', (_fts5(self.rhs),)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> _Sql:
        """Ask the text search vector."""
        del compiler, connection
        column, asked = f'"{_TABLE}".search', self.rhs
        if asked.where == HEAD:
            return f"{column} @@ to_tsquery('english', %s)", (_tsquery(asked.words, "AB", asked.marks),)
        both = (_tsquery(asked.words, "", asked.marks), _tsquery(asked.words, "AB"))
        return f"({column} @@ to_tsquery('english', %s) AND NOT {column} @@ to_tsquery('english', %s))", both


class Nearness(Expression):
    """How well a row answers the words in its head; the best first."""

    output_field = FloatField()

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self._words = words

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> _Sql:
        """Return FTS5's measure: less is nearer."""
        del compiler, connection
        return f'bm25("{_TABLE}", 10.0, 5.0, 4.0, 1.0)', ()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> _Sql:
        """Return PostgreSQL's, turned round."""
        del compiler, connection
        return f"-ts_rank(\"{_TABLE}\".search, to_tsquery('english', %s))", (_tsquery(self._words, "AB"),)


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What somebody looks for; "" where anything will do.

    Attributes:
        need: number of a service in the Local Government Service List.
        page: from 1.
    """

    words: str = ""
    need: str = ""
    language: str = ""
    publisher: str = ""
    kind: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class EntryLine:
    """Something that is shared, in one line of a list."""

    full_name: str
    publisher: str
    publisher_title: str
    name: str
    kind: str
    title: str
    summary: str
    version: str
    state: str
    needs: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and of how much in all."""

    lines: tuple[EntryLine, ...]
    count: int
    page: int
    are_more: bool


def search(asked: Asked) -> Found:
    """Return a page of entries: those that answer the words best first, or by title where there are no words."""
    words = words_of(asked.words)
    page = min(max(asked.page, 1), _MOST_PAGES)
    start = (page - 1) * PAGE
    if asked.words.strip() and not words:
        return Found((), 0, 1, are_more=False)
    found = _matching(words, asked) if words else (_all(asked),)
    counts = [some.order_by().count() for some in found]
    keys = _keys(found, counts, start)
    rows = Entry.objects.select_related("publisher").in_bulk(keys[:PAGE])
    lines = tuple(line_of(rows[key]) for key in keys[:PAGE] if key in rows)
    return Found(lines, sum(counts), page, are_more=len(keys) > PAGE)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that are looked for: letters and digits, at most eight."""
    return tuple(word.lower()[:40] for word in _WORD.findall(text)[:_MOST_WORDS])


def line_of(entry: Entry) -> EntryLine:
    """Return an entry as a line."""
    return EntryLine(
        full_name=entry.full_name,
        publisher=entry.publisher_id,
        publisher_title=entry.publisher.title,
        name=entry.name,
        kind=entry.kind,
        title=entry.title,
        summary=entry.summary,
        version=entry.version,
        state=entry.state,
        needs=tuple(entry.needs.split()),
        languages=tuple(entry.languages.split()),
    )


def marks_of(entry: Entry) -> str:
    """Return words that nobody types, by which an entry is narrowed down among those that are found."""
    named = [("publisher", entry.publisher_id), ("kind", entry.kind)]
    named += [("need", need) for need in entry.needs.split()] + [("language", code) for code in entry.languages.split()]
    return " ".join(_mark(name, value) for name, value in named)


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to narrow a search by: names with titles of publishers, and codes of languages."""

    publishers: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]


def list_choices() -> Choices:
    """Return what there is to narrow a search by."""
    written = Entry.objects.order_by().values_list("languages", flat=True).distinct()
    languages = {code for listed in written for code in listed.split()}
    publishers = Publisher.objects.order_by("title").values_list("name", "title")
    return Choices(tuple(publishers), tuple(sorted(languages)))


# Private


def _matching(words: tuple[str, ...], asked: Asked) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return the entries with the words in their head, the nearest first, and the others that have them."""
    # To rank by what stands in long guidance, or in the name of every council, would cost more than all the rest.
    head, rest = (
        EntryWords.objects.filter(title__matches=Words(words, where, _marks_asked(asked))) for where in (HEAD, REST)
    )
    return head.order_by(Nearness(words), "pk"), rest.order_by("pk")


def _keys(found: Iterable[QuerySet[Any]], counts: Iterable[int], start: int) -> list[int]:
    """Return the keys of a page, and of one more, from selections that stand one after the other."""
    keys: list[int] = []
    for some, count in zip(found, counts, strict=True):
        if start < count and len(keys) <= PAGE:
            keys += some.values_list("pk", flat=True)[start : start + PAGE + 1 - len(keys)]
        start = max(start - count, 0)
    return keys


def _marks_asked(asked: Asked) -> tuple[str, ...]:
    named = (("need", asked.need), ("language", asked.language), ("publisher", asked.publisher), ("kind", asked.kind))
    return tuple(_mark(name, value) for name, value in named if value)


def _mark(name: str, value: str) -> str:
    return f"{name}{hashlib.sha256(value.encode()).hexdigest()[:12]}x"


def _all(asked: Asked) -> QuerySet[Any]:
    rows = Entry.objects.order_by("title", "full_name")
    for column, value in (("needs", asked.need), ("languages", asked.language)):
        if value:
            rows = rows.filter(**{f"{column}__contains": f" {value.strip()} "})
    for column, value in (("publisher_id", asked.publisher), ("kind", asked.kind)):
        if value:
            rows = rows.filter(**{column: value})
    return rows


def _fts5(asked: Words) -> str:
    every = " ".join(f'"{word}"*' for word in asked.words)
    head = f"{{title summary}} : ({every})"
    found = head if asked.where == HEAD else f"({every}) NOT ({head})"
    return " AND ".join([f"({found})", *(f'"{mark}"' for mark in asked.marks)])


def _tsquery(words: tuple[str, ...], weights: str, marks: tuple[str, ...] = ()) -> str:
    return " & ".join([*(f"{word}:*{weights}" for word in words), *marks])
