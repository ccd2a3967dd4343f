"""Laying a layer over a pattern: its settings, its changes in their order, its translations."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pydantic import ValidationError

from commonwheel.core.layers.changing import make, set_value
from commonwheel.core.layers.model import Layer, MadeAgainst
from commonwheel.core.layers.refusals import LAYER_FILE, LayerDoesNotFit, Refused
from commonwheel.core.layers.tree import ASK, Layered, Part, PatternTree
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.settings import Setting
from commonwheel.core.patterns.reading.text import shorten
from commonwheel.core.patterns.versions.effective import Effective, effective_of, settings_of
from commonwheel.core.problems import Problem

Places = Mapping[str, tuple[str, int, int]]
_SAYS_IT = re.compile(r"""(^|[{,])\s*"?made_against"?\s*:""", re.MULTILINE)


def apply(bundle: Bundle, *layers: Layer | None, places: Places | None = None) -> Effective:
    """
    Return what a council runs: the pattern with its layers over it.

    Args:
        bundle: of `read_folder`, without errors.
        layers: from the widest to the council's own; None for one that is not there.
        places: of the last layer's file, for the lines of problems.

    Raises:
        LayerDoesNotFit: where a layer changes what it may not, or what is not there.
    """
    layered = lay_stack(bundle, layers, places=places)
    return effective_of(layered.bundle, layered.values)


def lay(bundle: Bundle, layer: Layer | None, *, places: Places | None = None) -> Layered:
    """
    Return the bundle that a layer makes of a bundle, to be checked like any other.

    Raises:
        LayerDoesNotFit: as `apply` does.
    """
    return lay_over(Layered(bundle, {}), layer, places=places)


def lay_stack(bundle: Bundle, layers: Sequence[Layer | None], *, places: Places | None = None) -> Layered:
    """
    Return what several layers make of a bundle, the widest first.

    Raises:
        LayerDoesNotFit: as `apply` does, of the first layer that does not fit.
    """
    beneath = Layered(bundle, {})
    for number, layer in enumerate(layers):
        beneath = lay_over(beneath, layer, places=places if number == len(layers) - 1 else None)
    return beneath


def lay_over(beneath: Layered, layer: Layer | None, *, places: Places | None = None) -> Layered:
    """
    Return what a layer makes of what lies beneath it, be that a release or a release with wider layers.

    Raises:
        LayerDoesNotFit: as `apply` does.
    """
    if layer is None:
        return beneath
    tree = PatternTree(beneath)
    problems = lay_on_tree(tree, layer, places or {})
    problems = problems or [_problem(refusal, "changes", places or {}) for refusal in emptied(tree)]
    if problems:
        raise LayerDoesNotFit(tuple(sorted(problems)))
    return tree.grown()


def lay_on_tree(tree: PatternTree, layer: Layer, places: Places) -> list[Problem]:
    """Make all that a layer says of a tree, and return a problem for each entry that cannot be made."""
    full_name = tree.bundle.pattern.full_name
    if layer.pattern != full_name:
        refusal = Refused("another-pattern", layer.pattern, full_name, "This layer was made for another pattern.")
        return [_problem(refusal, "pattern", places)]
    problems: list[Problem] = []
    for name, written in layer.settings.items():
        _try(partial(set_value, tree, name, written), f"settings.{name}", places, problems)
    for number, change in enumerate(layer.changes):
        _try(partial(make, tree, change), f"changes.{number}", places, problems)
    for language, entries in layer.translations.items():
        tree.translations.setdefault(language, {}).update(entries)
    return problems


def emptied(tree: PatternTree) -> list[Refused]:
    """Return a refusal for each list that must hold something and holds nothing any more."""
    return [
        Refused(
            "too-few", at, "at least one entry", f"Nothing is left in `{at}`: remove what it stands in, or add one."
        )
        for part in tree.root.within()
        if part.is_changed
        for at in _emptied(part)
    ]


def undecided(layered: Layered) -> tuple[Setting, ...]:
    """List the settings that each council decides for itself, and that no layer gives a value, in their order."""
    all_of_them = settings_of(layered.bundle.pattern, layered.bundle.blocks)
    return tuple(setting for setting in all_of_them if setting.decide and setting.id not in layered.values)


def made_against(beneath: Effective) -> MadeAgainst:
    """Return what a layer says of what lies beneath it."""
    return MadeAgainst(version=beneath.pattern.version, digest=beneath.digest)


def saying_what_it_was_made_against(text: str, beneath: Effective) -> str:
    """Return a layer's text; where it does not say what it was made against, as made against this one."""
    if _SAYS_IT.search(text):
        return text
    made = made_against(beneath)
    if text.lstrip().startswith("{"):
        said = f'{{"made_against": {{"version": "{made.version}", "digest": "{made.digest}"}}, '
        return text.replace("{", said, 1)
    return f"{text.rstrip()}\nmade_against:\n  version: {made.version}\n  digest: {made.digest}\n"


def is_made_against(layer: Layer, beneath: Effective) -> bool:
    """Whether a layer was made against exactly this; otherwise it must be merged first."""
    return layer.made_against.digest == beneath.digest


# Private


def _try(work: Callable[[], object], address: str, places: Places, problems: list[Problem]) -> None:
    try:
        work()
    except Refused as refusal:
        problems.append(_problem(refusal, address, places))


def _problem(why: Refused, address: str, places: Places) -> Problem:
    file, line, column = places.get(address, (LAYER_FILE, 0, 0))
    return Problem(file, line, column, why.code, "error", shorten(why.found), why.expected, why.mend)


def _emptied(part: Part) -> list[str]:
    return [
        f"{part.address}.{name}".removeprefix(".")
        for name, entries in part.lists.items()
        if not entries and not _may_be_empty(part, name)
    ]


def _may_be_empty(part: Part, name: str) -> bool:
    shape = part.built()
    if name not in type(shape).model_fields:
        return name != ASK
    keys = {known: getattr(shape, known) for known in type(shape).model_fields}
    try:
        type(shape).model_validate({**keys, name: ()})
    except ValidationError:
        return False
    return True
