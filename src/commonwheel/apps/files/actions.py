"""Takes uploads in, removes them, and sweeps what nobody names."""

import datetime as dt
import io
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.datastructures import MultiValueDict

from commonwheel.apps.files.models import Upload
from commonwheel.apps.files.queries import UploadView, answer_of, is_stored_named, list_uploads
from commonwheel.apps.files.rules.contents import Kind, find_kind
from commonwheel.apps.files.rules.names import clean_name
from commonwheel.apps.files.rules.pictures import BECOMES, PictureUnreadable, rewrite
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.running.programme import Placed
from commonwheel.core.problems import Failure
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.antivirus.port import AntivirusUnreachable
from commonwheel.integrations.storage.port import StoredFileMissing

BYTES_IN_MB = 1_048_576
TAKES_FILES = frozenset({"file", "signature"})
"""Types of question whose answers are files."""
_SIGNED = ("png", "jpg")
_SIGNED_MB = 5
_CODES = {"too-large": "file-too-large", "wrong-kind": "file-kind"}
ORPHAN_AFTER = dt.timedelta(hours=24)
"""Bytes that no row names are left this long: far longer than any request takes to write its row."""


class UploadRefused(Failure):
    """
    A file was not taken; nothing of it is kept.

    Attributes:
        code: empty, too-large, too-many, wrong-kind, infected or scanner-away.
        name: the file's name as it was sent, shortened to 100 characters.
        limit_mb: the limit that was passed, in megabytes; 0 for other codes.
    """

    def __init__(self, code: str, *, name: str, limit_mb: int = 0) -> None:
        super().__init__(f"The file {name[:100]!r} was not taken: {code}.")
        self.code = code
        self.name = name[:100]
        self.limit_mb = limit_mb


@dataclass(frozen=True, slots=True)
class Incoming:
    """
    A file as it came in.

    Attributes:
        content: can be sought.
        size: bytes.
    """

    name: str
    size: int
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class Limits:
    """What a question takes: the kinds of file, and the largest size in megabytes."""

    accept: Collection[Kind]
    max_mb: int


@dataclass(frozen=True, slots=True)
class FilesOf:
    """
    The questions of a page that take files, and where those are kept.

    Attributes:
        owner: the key of the journey, or of the case, that they belong to.
        prefix: goes before a question's id in the name its uploads are kept by: "" on a page of a journey,
            `GROUP.ENTRY.` in an entry.
    """

    council_id: uuid.UUID
    owner: uuid.UUID
    asked: tuple[Placed, ...]
    prefix: str = ""

    def take(self, incoming: Mapping[str, Sequence[Incoming]], *, now: dt.datetime) -> tuple[AnswerError, ...]:
        """
        Keep the files that came, by question; return an error for each that was refused.

        Each file is kept by itself, so that one that is refused costs nobody the others. No transaction is held
        while files are scanned.
        """
        return tuple(
            _answer_error(placed, refused)
            for placed in self.asked
            for refused in self._take(placed, incoming.get(placed.id, ()), now=now)
        )

    def drop(self, key: str) -> None:
        """Take one of them away; a key that is none of theirs changes nothing."""
        if key in {str(one.id) for one in self.kept()}:
            remove_upload(self.council_id, journey_id=self.owner, upload_id=uuid.UUID(key))

    def kept(self) -> tuple[UploadView, ...]:
        """Return what is kept, each by its question's own id."""
        if not self.asked:
            return ()
        own = {self.prefix + placed.id: placed.id for placed in self.asked}
        uploads = list_uploads(self.council_id, journey_id=self.owner)
        return tuple(replace(one, question=own[one.question]) for one in uploads if one.question in own)

    def answers(self) -> dict[str, list[dict[str, Any]]]:
        """Return what is kept as answers, by question; [] where nothing is."""
        kept = self.kept()
        return {placed.id: answer_of([one for one in kept if one.question == placed.id]) for placed in self.asked}

    def _take(self, placed: Placed, incoming: Sequence[Incoming], *, now: dt.datetime) -> list[UploadRefused]:
        if not incoming:
            return []
        refused = []
        room = max(_most(placed) - sum(one.question == placed.id for one in self.kept()), 0)
        for one in incoming[:room]:
            try:
                add_upload(
                    self.council_id,
                    journey_id=self.owner,
                    question=self.prefix + placed.id,
                    incoming=one,
                    limits=_limits(placed),
                    now=now,
                )
            except UploadRefused as refusal:
                refused.append(refusal)
        return refused + [UploadRefused("too-many", name=one.name) for one in incoming[room:]]


def taking_files(questions: Iterable[Placed]) -> tuple[Placed, ...]:
    """Return the questions that take files."""
    return tuple(placed for placed in questions if placed.type in TAKES_FILES)


def incoming_of(uploaded: MultiValueDict[str, Any], questions: Iterable[Placed]) -> dict[str, list[Incoming]]:
    """Return the files that came with a page, by question; a signature's is its picture."""
    controls = {one.id: f"{one.id}-picture" if one.type == "signature" else one.id for one in questions}
    return {
        question: [Incoming(one.name or "", one.size or 0, one.file) for one in uploaded.getlist(control)]
        for question, control in controls.items()
    }


def add_upload(
    council_id: uuid.UUID,
    *,
    journey_id: uuid.UUID,
    question: str,
    incoming: Incoming,
    limits: Limits,
    now: dt.datetime,
) -> UploadView:
    """
    Check a file and keep it: its bytes first, synced, then the row that names them. A picture is written anew first.

    The same file given twice to one question is kept once.

    Raises:
        UploadRefused: with the reason; nothing is kept.
        StorageRefused: when the bytes cannot be written; nothing is kept.
    """
    kind = _check(incoming, limits)
    verdict = _scan(incoming)
    kind, content = _plain(incoming, kind)
    kept = settings.UPLOADS_STORAGE.keep(str(council_id), content)
    upload, _ = Upload.objects.get_or_create(
        council_id=council_id,
        journey=journey_id,
        question=question,
        sha256=kept.sha256,
        defaults={
            "name": clean_name(incoming.name, kind=kind),
            "kind": kind,
            "size": kept.size,
            "stored": kept.name,
            "verdict": verdict,
            "uploaded_at": now,
        },
    )
    return next(view for view in list_uploads(council_id, journey_id=journey_id) if view.id == upload.id)


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that are kept and that no row names yet; they are swept after a day where none ever does."""

    name: str
    size: int
    sha256: str


def store_made(council_id: uuid.UUID, content: bytes) -> Stored:
    """
    Keep the bytes of a file that the node made itself, synced.

    Raises:
        StorageRefused: when they cannot be written.
    """
    kept = settings.UPLOADS_STORAGE.keep(str(council_id), io.BytesIO(content))
    return Stored(kept.name, kept.size, kept.sha256)


@dataclass(frozen=True, slots=True)
class Made:
    """A file that the node made: its name for people, and its bytes, stored."""

    name: str
    kind: Kind
    stored: Stored


def name_made(council_id: uuid.UUID, *, question: str, made: Mapping[uuid.UUID, Made], now: dt.datetime) -> None:
    """Name, for each owner, what was stored as its one file under `question`, in place of any before; all at once."""
    with transaction.atomic():
        Upload.objects.filter(council_id=council_id, journey__in=made, question=question).delete()
        Upload.objects.bulk_create(
            Upload(
                council_id=council_id,
                journey=owner,
                question=question,
                name=clean_name(one.name, kind=one.kind),
                kind=one.kind,
                size=one.stored.size,
                sha256=one.stored.sha256,
                stored=one.stored.name,
                # Nobody sent it: there is nothing in it to look for.
                verdict=Upload.Verdict.CLEAN,
                uploaded_at=now,
            )
            for owner, one in made.items()
        )


def remove_made(council_id: uuid.UUID, *, owner: uuid.UUID, question: str) -> None:
    """Remove what the node made for an owner under `question`; the bytes go with the next sweep."""
    Upload.objects.filter(council_id=council_id, journey=owner, question=question).delete()


def remove_upload(council_id: uuid.UUID, *, journey_id: uuid.UUID, upload_id: uuid.UUID) -> None:
    """Remove an upload's row; its bytes go with the next sweep. Removing twice is as good as once."""
    Upload.objects.filter(council_id=council_id, journey=journey_id, id=upload_id).delete()


def rename_questions(council_id: uuid.UUID, *, journey_id: uuid.UUID, names: Mapping[str, str]) -> None:
    """
    Keep the uploads of questions by other names; all at once, so that names may be exchanged.

    Args:
        names: by the name a question's uploads have, the one they get; "" removes them.
    """
    with transaction.atomic():
        rows = Upload.objects.filter(council_id=council_id, journey=journey_id, question__in=list(names))
        for upload in list(rows):
            name = names[upload.question]
            if name:
                Upload.objects.filter(council_id=council_id, id=upload.id).update(question=name)
            else:
                Upload.objects.filter(council_id=council_id, id=upload.id).delete()


def copy_uploads(
    from_council: uuid.UUID, *, journey_id: uuid.UUID, to_council: uuid.UUID, to_journey: uuid.UUID
) -> None:
    """
    Keep the uploads of a journey for another council's journey too; what is there already stays.

    Each is kept by itself, its bytes first, so that a repeat finishes what was cut short.
    """
    for row in list(Upload.objects.filter(council_id=from_council, journey=journey_id).order_by("uploaded_at", "id")):
        with settings.UPLOADS_STORAGE.open(row.stored) as content, council_scope(to_council):
            kept = settings.UPLOADS_STORAGE.keep(str(to_council), content)
            Upload.objects.get_or_create(
                council_id=to_council,
                journey=to_journey,
                question=row.question,
                sha256=kept.sha256,
                defaults={
                    "name": row.name,
                    "kind": row.kind,
                    "size": kept.size,
                    "stored": kept.name,
                    "verdict": row.verdict,
                    "uploaded_at": row.uploaded_at,
                },
            )


def pass_on_uploads(old: uuid.UUID, new: uuid.UUID, *, journey_ids: Collection[uuid.UUID]) -> None:
    """
    Pass on the uploads of journeys or requests to the council that has them now.

    Bytes are kept for each council by itself: they are copied before the row names them, and the old council's go with
    its next sweep. A row whose bytes are gone goes on as it is.
    """
    with transaction.atomic():
        for row in list(Upload.objects.filter(council_id=old, journey__in=journey_ids).only("id", "stored")):
            stored = _kept_for(new, row.stored)
            Upload.objects.filter(council_id=old, id=row.id).update(council_id=new, stored=stored)


def _kept_for(council_id: uuid.UUID, stored: str) -> str:
    try:
        with settings.UPLOADS_STORAGE.open(stored) as content:
            return str(settings.UPLOADS_STORAGE.keep(str(council_id), content).name)
    except StoredFileMissing:
        return stored


def remove_uploads(council_id: uuid.UUID, *, journey_id: uuid.UUID) -> int:
    """Remove all uploads of a journey and say how many; the bytes go with the next sweep."""
    with transaction.atomic():
        removed, _ = Upload.objects.filter(council_id=council_id, journey=journey_id).delete()
    return removed


def sweep_orphans(council_id: uuid.UUID, *, now: dt.datetime) -> int:
    """Remove a council's bytes that no row names and that were last kept a day ago; say how many."""
    before = now - ORPHAN_AFTER
    storage = settings.UPLOADS_STORAGE
    names = list(storage.list_older(str(council_id), than=before))
    orphans = [name for name in names if not is_stored_named(council_id, stored=name)]
    return sum(storage.remove(name, unless_kept_since=before) for name in orphans)


def _limits(placed: Placed) -> Limits:
    if placed.type == "signature":
        return Limits(accept=_SIGNED, max_mb=_SIGNED_MB)
    return Limits(accept=placed.question.accept, max_mb=placed.question.max_mb)  # type: ignore[attr-defined]  # its type says so


def _most(placed: Placed) -> int:
    return 1 if placed.type == "signature" else int(placed.question.max)  # type: ignore[attr-defined]  # its type says so


def _answer_error(placed: Placed, refused: UploadRefused) -> AnswerError:
    values: dict[str, str | int | float] = {"name": refused.name, "max": refused.limit_mb}
    if refused.code == "too-many":
        values["max"] = _most(placed)
    return AnswerError(placed.id, "", _CODES.get(refused.code, refused.code), values)  # type: ignore[arg-type]  # our own codes too


def _check(incoming: Incoming, limits: Limits) -> Kind:
    if incoming.size == 0:
        raise UploadRefused("empty", name=incoming.name)
    if incoming.size > limits.max_mb * BYTES_IN_MB:
        raise UploadRefused("too-large", name=incoming.name, limit_mb=limits.max_mb)
    kind = find_kind(incoming.content, name=incoming.name)
    if kind is None or kind not in limits.accept:
        raise UploadRefused("wrong-kind", name=incoming.name)
    return kind


def _plain(incoming: Incoming, kind: Kind) -> tuple[Kind, BinaryIO]:
    """Return what is kept of a file that was found clean: the file, or its picture and nothing else."""
    incoming.content.seek(0)
    if kind not in BECOMES:
        return kind, incoming.content
    try:
        return rewrite(incoming.content, kind=kind)
    except PictureUnreadable as error:
        raise UploadRefused("wrong-kind", name=incoming.name) from error


def _scan(incoming: Incoming) -> str:
    incoming.content.seek(0)
    try:
        verdict = settings.ANTIVIRUS.scan(incoming.content)
    except AntivirusUnreachable as error:
        raise UploadRefused("scanner-away", name=incoming.name) from error
    if verdict.state == "infected":
        raise UploadRefused("infected", name=incoming.name)
    return Upload.Verdict.CLEAN if verdict.state == "clean" else Upload.Verdict.UNCHECKED
