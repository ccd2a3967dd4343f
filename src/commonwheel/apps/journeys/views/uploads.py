"""The files of a page, or of one entry of a group: taken in, taken away, listed."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.actions.uploading import answer_of, drop_file, take_files
from commonwheel.apps.journeys.presenters.stepping import WITH_FILES
from commonwheel.apps.journeys.views.visit import Visit
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.running.programme import Placed

_FILE_CODES = {"too-large": "file-too-large", "wrong-kind": "file-kind"}


@dataclass(frozen=True, slots=True)
class FilesOf:
    """
    The questions of a page, or of an entry, that take files.

    Attributes:
        prefix: goes before a question's id in the name its uploads are kept by: "" on a page,
            `GROUP.ENTRY.` in an entry.
    """

    visit: Visit
    asked: tuple[Placed, ...]
    prefix: str = ""

    def take(self) -> tuple[AnswerError, ...]:
        """Keep the files that came with the page; return an error for each that was refused."""
        errors: list[AnswerError] = []
        for placed in self.asked:
            refused = take_files(
                self.visit.journey,
                placed,
                question=self.prefix + placed.id,
                incoming=self._incoming(placed),
                now=self.visit.now,
            )
            errors += [_error(placed, one) for one in refused]
        return tuple(errors)

    def drop(self, key: str) -> None:
        """Take one of them away; a key that is none of theirs changes nothing."""
        if key in {str(one.id) for one in self.kept()}:
            drop_file(self.visit.journey, upload_id=uuid.UUID(key))

    def kept(self) -> tuple[files.UploadView, ...]:
        """Return what is kept, each by its question's own id."""
        if not self.asked:
            return ()
        own = {self.prefix + placed.id: placed.id for placed in self.asked}
        uploads = files.list_uploads(self.visit.council.id, journey_id=self.visit.journey.id)
        return tuple(replace(one, question=own[one.question]) for one in uploads if one.question in own)

    def answers(self) -> dict[str, list[dict[str, Any]]]:
        """Return what is kept as answers, by question; [] where nothing is."""
        kept = self.kept()
        return {placed.id: answer_of([one for one in kept if one.question == placed.id]) for placed in self.asked}

    def _incoming(self, placed: Placed) -> list[files.Incoming]:
        name = f"{placed.id}-picture" if placed.type == "signature" else placed.id
        return [
            files.Incoming(name=one.name or "", size=one.size or 0, content=cast("BinaryIO", one.file))
            for one in self.visit.request.FILES.getlist(name)
        ]


def with_files(questions: Iterable[Placed]) -> tuple[Placed, ...]:
    """Return the questions that take files."""
    return tuple(placed for placed in questions if placed.type in WITH_FILES)


def _error(placed: Placed, refused: files.UploadRefused) -> AnswerError:
    values: dict[str, str | int | float] = {"name": refused.name, "max": refused.limit_mb}
    if refused.code == "too-many":
        values["max"] = int(getattr(placed.question, "max", 1))
    return AnswerError(placed.id, "", _FILE_CODES.get(refused.code, refused.code), values)  # type: ignore[arg-type]  # our own codes too
