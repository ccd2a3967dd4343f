"""What a release must be before a commons takes it: whole, tried, told of, and numbered high enough."""

from dataclasses import replace

from commonwheel.core.connectors.facts import hold_to_wheel, read_facts
from commonwheel.core.connectors.refusals import refusal as wheel_refused
from commonwheel.core.connectors.wheels import read_wheel
from commonwheel.core.examples.run import Calendars, run_examples
from commonwheel.core.packages.naming import facts_of, path_of
from commonwheel.core.packages.refusals import ReleaseRefused, refusal
from commonwheel.core.packages.release import Release, problems_of, read_release
from commonwheel.core.packages.succession import refuse_too_small
from commonwheel.integrations.trust.port import SignedRelease


def check_release(data: bytes, signed: SignedRelease, before: Release | None, *, calendars: Calendars) -> Release:
    """
    Return the release in some bytes, once a commons can take it.

    Args:
        signed: what its publisher's list says of it.
        before: of its versions that are less, the greatest.
        calendars: as `run_examples` takes them.

    Raises:
        ReleaseRefused: with all that is to be mended.
    """
    release = read_release(data)
    _require_as_signed(release, signed)
    problems = problems_of(release)
    if not problems and release.manifest.kind == "pattern":
        found = run_examples(release.bundle, calendars=calendars).problems
        problems = tuple(sorted(replace(one, severity="error") for one in found))
    if problems:
        raise ReleaseRefused(*problems)
    if before is not None:
        refuse_too_small(before, release)
    return release


def check_wheel(data: bytes, signed: SignedRelease, *, owner: str) -> None:
    """
    Make sure that bytes are the connector that a publisher signed.

    Args:
        owner: the publisher that had its name first; "" for nobody.

    Raises:
        WheelRefused: where they are not.
    """
    wheel = read_wheel(data, file=signed.path.rpartition("/")[2])
    hold_to_wheel(read_facts(signed.facts), signed.path, wheel)
    if owner not in ("", signed.publisher):
        raise wheel_refused("name-taken", wheel.name.project)


# Private


def _require_as_signed(release: Release, signed: SignedRelease) -> None:
    manifest = release.manifest
    if path_of(manifest) != signed.path:
        raise refusal("path-differs", signed.path, expected=path_of(manifest))
    if facts_of(manifest) != dict(signed.facts):
        raise refusal("facts-differ", signed.path)
