"""The files of a page, or of one entry of a group: taken in, taken away, listed."""

from collections.abc import Iterable

from commonwheel.apps.files import api as files
from commonwheel.apps.journeys.views.visit import Visit
from commonwheel.core.patterns.answering.errors import AnswerError
from commonwheel.core.patterns.running.programme import Placed


def files_of(visit: Visit, questions: Iterable[Placed], *, prefix: str = "") -> files.FilesOf:
    """Return the files of those of the questions that take some."""
    return files.FilesOf(visit.council.id, visit.journey.id, files.taking_files(questions), prefix)


def take(visit: Visit, own: files.FilesOf) -> tuple[AnswerError, ...]:
    """Keep the files that came with the page; return an error for each that was refused."""
    return own.take(files.incoming_of(visit.request.FILES, own.asked), now=visit.now)
