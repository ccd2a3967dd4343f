"""One release after another: what differs, what that weighs, and whether the newer one is numbered high enough."""

from commonwheel.core.packages.blocks import at_its_own_addresses
from commonwheel.core.packages.refusals import refusal
from commonwheel.core.packages.release import Release
from commonwheel.core.packages.versions import next_version, read_version
from commonwheel.core.patterns.versions.weights import Weighed, Weight, greatest, weigh


def weigh_releases(old: Release, new: Release) -> tuple[Weighed, ...]:
    """List what differs from one release to another, each difference with its weight; of a block, as of itself."""
    weighed = weigh(old.bundle, new.bundle)
    return at_its_own_addresses(weighed) if new.manifest.kind == "block" else weighed


def refuse_too_small(old: Release, new: Release) -> Weight | None:
    """
    Hold a release to the number that what has changed asks for.

    Args:
        old: the release before it: of those of a lesser version, the one of the greatest.

    Returns:
        The weight of the change; None where the two are the same bytes.

    Raises:
        ReleaseRefused: where it is of another name, of the same or a lesser version, or numbered too small.
    """
    named, name = (f"{each.manifest.full_name} ({each.manifest.kind})" for each in (old, new))
    if named != name:
        raise refusal("another-pattern", name, file=_file(new), expected=named)
    if old.digest == new.digest:
        return None
    before, after = read_version(old.manifest.version), read_version(new.manifest.version)
    if after <= before:
        code = "version-taken" if after == before else "version-goes-backwards"
        raise refusal(code, str(after), file=_file(new), expected=f"a version above {before}")
    weighed = weigh_releases(old, new)
    # Bytes that say the same are still another release: comments, say, or the order of keys.
    weight = greatest(weighed) or Weight.PATCH
    least = next_version(str(before), weight)
    if after < read_version(least):
        raise refusal(
            "version-too-small", str(after), file=_file(new), expected=f"at least {least}",
            mend=f"This is a {weight.word} change from {before}: number it {least}. {_because(weighed, weight)}",
        )  # fmt: skip
    return weight


# Private


def _file(release: Release) -> str:
    return f"{release.manifest.kind}.yaml"


def _because(weighed: tuple[Weighed, ...], weight: Weight) -> str:
    """Return the first difference that weighs as much, with its reason."""
    one = next(one for one in weighed if one.weight is weight)
    return f"{one.difference.sentence} {one.why}"
