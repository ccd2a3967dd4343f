"""What files and a layer make together, and keeping both."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonwheel.apps.services.models import EffectivePattern, PatternSource
from commonwheel.apps.services.queries import Source
from commonwheel.apps.services.rules import files_digest
from commonwheel.core.layers.apply import lay
from commonwheel.core.layers.read import read_layer
from commonwheel.core.layers.refusals import LayerDoesNotFit
from commonwheel.core.layers.soundness import is_left_over
from commonwheel.core.layers.tree import Layered
from commonwheel.core.patterns.answering.shown import setting_words, words_of
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import Effective, effective_of, to_bytes
from commonwheel.core.problems import Failure, Problem
from commonwheel.foundation.transactions import action

_NAMES_UNKNOWN = "example-names-unknown"


class PatternDoesNotCheck(Failure):
    """
    A pattern, or what a layer makes of it, has errors.

    Attributes:
        problems: the errors, at least one.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(f"{first.file}:{first.line}: {first.help} ({len(self.problems)} in all)")


@dataclass(frozen=True, slots=True)
class Made:
    """What files and a layer make together."""

    bundle: Bundle
    layered: Layered
    effective: Effective


@action
def keep_source(files: Mapping[str, bytes], *, now: dt.datetime) -> Source:
    """
    Keep the files of a version of a shared service by their digest; keeping them twice is as good as once.

    Raises:
        PatternDoesNotCheck: with every error; nothing is kept.
    """
    pattern = make(files, "").bundle.pattern
    row = source_of(pattern.full_name, pattern.version, files, now)
    return Source(row.id, row.full_name, row.version, files)


@action
def keep_effective(effective: Effective, *, now: dt.datetime) -> None:
    """Keep an effective pattern by its digest, as journeys and cases pin it; keeping it twice is as good as once."""
    EffectivePattern.objects.get_or_create(
        digest=effective.digest, defaults={"body": to_bytes(effective), "kept_at": now}
    )


def make(files: Mapping[str, bytes], layer: str, *, with_own_examples: bool = False) -> Made:
    """
    Read, check and lay the layer over a pattern; errors of any of them refuse it.

    Args:
        with_own_examples: whether the examples are the council's own, and so must know its layer.
    """
    read = read_folder(files)
    refuse_errors(read.problems)
    if read.bundle is None:
        raise PatternDoesNotCheck(read.problems)
    layered = _lay(read.bundle, layer)
    found: Sequence[Problem] = check(layered.bundle, layered.values)
    if layer and not with_own_examples:
        found = _without_what_examples_cannot_know(found, read.bundle)
    refuse_errors([one for one in found if not is_left_over(one, read.bundle)])
    return Made(read.bundle, layered, effective_of(layered.bundle, layered.values))


def refuse_errors(problems: Sequence[Problem]) -> None:
    """Refuse where one of the problems is an error."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise PatternDoesNotCheck(errors)


def source_of(full_name: str, version: str, files: Mapping[str, bytes], now: dt.datetime) -> PatternSource:
    """Keep files by their digest, and return the row."""
    texts = {path: data.decode() for path, data in files.items()}
    kept, _ = PatternSource.objects.get_or_create(
        full_name=full_name, digest=files_digest(files), defaults={"version": version, "files": texts, "kept_at": now}
    )
    return kept


def effective_columns(effective: Effective, now: dt.datetime) -> dict[str, object]:
    """Keep an effective pattern where it is not kept yet, and return the columns that follow from it."""
    keep_effective(effective, now=now)
    pattern, languages = effective.pattern, effective.languages
    return {
        "effective_id": effective.digest,
        "languages": list(languages),
        "titles": {code: _filled(effective, "title", pattern.title, code) for code in languages},
        "summaries": {code: _filled(effective, "summary", pattern.summary, code) for code in languages},
    }


# Private


def _without_what_examples_cannot_know(found: Sequence[Problem], shared: Bundle) -> list[Problem]:
    """Leave out that shared examples name what a layer took away; what they name wrongly by themselves stays."""
    if not any(one.code == _NAMES_UNKNOWN for one in found):
        return list(found)
    wrong = {(one.file, one.found) for one in check(shared) if one.code == _NAMES_UNKNOWN}
    return [one for one in found if one.code != _NAMES_UNKNOWN or (one.file, one.found) in wrong]


def _lay(bundle: Bundle, text: str) -> Layered:
    if not text:
        return Layered(bundle, {})
    read = read_layer(text.encode())
    refuse_errors(read.problems)
    try:
        return lay(bundle, read.layer, places=read.places)
    except LayerDoesNotFit as failure:
        raise PatternDoesNotCheck(failure.problems) from failure


def _filled(effective: Effective, address: str, source: str, language: str) -> str:
    return words_of(effective, address, source, language, setting_words(effective, language))
