"""What stands in the way of a release, before it is packed or published."""

from typing import TYPE_CHECKING, Any

from commonwheel.cli.pattern.checking import as_errors
from commonwheel.cli.pattern.sources import Source, read_source, with_problems

if TYPE_CHECKING:
    from commonwheel.core.packages.release import Release


def ready_source(source: Source, after: str | None) -> Source:
    """Return a source with all that stands in the way of its release: what checks, examples and numbers say."""
    if source.release is None:
        return source
    from commonwheel.core.packages.release import problems_of

    checked = with_problems(source, problems_of(source.release))
    if checked.release is not None:
        checked = with_problems(checked, _walked(source.release))
    return checked if checked.release is None or after is None else _after(checked, checked.release, after)


# Private


def _walked(release: "Release") -> Any:
    """Return what walking the examples finds; a block has none."""
    from commonwheel.core.examples.run import run_examples
    from commonwheel.integrations.bank_holidays.carried import carried_calendars

    if release.manifest.kind == "block":
        return ()
    return as_errors(run_examples(release.bundle, calendars=carried_calendars()).problems)


def _after(source: Source, release: "Release", after: str) -> Source:
    from commonwheel.core.packages.refusals import ReleaseRefused
    from commonwheel.core.packages.succession import refuse_too_small

    before = read_source(after)
    if before.release is None:
        return before
    try:
        refuse_too_small(before.release, release)
    except ReleaseRefused as refused:
        return with_problems(source, refused.problems)
    return source
