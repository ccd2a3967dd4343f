"""Everything that can go wrong between a commons, its publishers and a node, in words that say what to do next."""

from commonwheel.core.problems import Failure


class TrustRefused(Failure):
    """What a commons says cannot be trusted. Nothing was changed, and what runs goes on running."""


class CommonsUnavailable(Failure):
    """A commons cannot be asked now. Nothing was changed; trying again later is right."""


# --- a node asks a commons -------------------------------------------------------------------------


class CommonsExpired(TrustRefused):
    """A signed list is older than it may be: nobody renewed it, or somebody keeps the newer one back."""

    def __init__(self, commons: str, what: str) -> None:
        super().__init__(
            f"Nothing new can be adopted from {commons}: {what} has run out. Services that run are not affected."
            " Ask those who run it to renew it; if they have, somebody is keeping the newer one from this node."
        )


class CommonsRolledBack(TrustRefused):
    """A commons shows an older state than this node has seen."""

    def __init__(self, commons: str, what: str) -> None:
        super().__init__(
            f"{commons} shows an older state of {what} than this node has seen, so nothing was taken."
            " It was restored from an old copy, or somebody replays one: tell those who run it."
        )


class SignatureMissing(TrustRefused):
    """Not enough of the right people or keys signed."""

    def __init__(self, commons: str, what: str) -> None:
        super().__init__(
            f"{what} of {commons} is not signed by enough of the keys that it must be signed by, so it was refused."
            " Tell those who run it; do not go round this check."
        )


class BytesDiffer(TrustRefused):
    """Bytes are not those that were signed."""

    def __init__(self, commons: str, what: str) -> None:
        super().__init__(
            f"{what} from {commons} is not the bytes that were signed, so it was thrown away."
            " Try again; if it stays so, tell those who run it."
        )


class TooLarge(TrustRefused):
    """A commons sends more than was signed, or than this node takes."""

    def __init__(self, commons: str, what: str) -> None:
        super().__init__(
            f"{commons} sends more bytes for {what} than it may, so the connection was cut. Tell those who run it."
        )


class CommonsUnreadable(TrustRefused):
    """A commons sends something that is no signed metadata, or breaks the rules of a commons."""

    def __init__(self, commons: str, why: str) -> None:
        super().__init__(f"What {commons} says cannot be used: {why} Tell those who run it.")


class KeysChanged(TrustRefused):
    """A publisher's keys are others than this node remembers, and nobody who may has signed that."""

    def __init__(self, commons: str, publisher: str) -> None:
        super().__init__(
            f"The keys of {publisher} at {commons} are not those this node remembers, and neither the old keys nor"
            f" a signed revocation say why. Nothing of {publisher} is adopted until that is cleared up:"
            f" ask {publisher} by telephone, not by what {commons} says."
        )


class PublisherSpokenForElsewhere(TrustRefused):
    """Another commons speaks for a publisher than the one it was adopted from."""

    def __init__(self, commons: str, publisher: str, home: str) -> None:
        super().__init__(
            f"{commons} claims to speak for {publisher}, which this node knows from {home}."
            f" Its list is not the same as {home}’s, so it was refused. Adopt from {home}."
        )


class ReleaseChanged(TrustRefused):
    """A release has other bytes than before, or has gone."""

    def __init__(self, commons: str, path: str) -> None:
        super().__init__(
            f"{commons} now names other bytes for {path} than before, or none. A release never changes, so the list"
            " of its publisher was refused. Ask the publisher."
        )


class ReleaseUnknown(Failure):
    """No publisher signed a release of this name."""

    def __init__(self, commons: str, path: str) -> None:
        super().__init__(f"{commons} has no release {path[:200]!r}. Look for it with its publisher, name and version.")


class ReleaseNotHandedOut(Failure):
    """A release was withdrawn by its publisher, or stopped by those who run the commons."""

    def __init__(self, path: str, state: str, reason: str) -> None:
        super().__init__(f"{path} is {state}: {reason} Adopt another version; where it runs already, it goes on.")


class CommonsUnreachable(CommonsUnavailable):
    """No connection, or it broke off."""

    def __init__(self, commons: str) -> None:
        super().__init__(f"{commons} cannot be reached. Services go on running; try again later.")


class CommonsTooSlow(CommonsUnavailable):
    """It did not finish in time."""

    def __init__(self, commons: str, seconds: float) -> None:
        super().__init__(f"{commons} did not answer within {seconds:g} seconds, so the connection was cut. Try later.")


class CommonsAnswers(CommonsUnavailable):
    """It answers with a status that is no content."""

    def __init__(self, commons: str, status: int) -> None:
        why = "sends us elsewhere, which is not followed" if status in range(300, 400) else "does not give it out"
        super().__init__(f"{commons} {why} (status {status}). Check its address, or try later.")


class MemoryUnusable(CommonsUnavailable):
    """The node's own folder for what it knows of commons cannot be read or written."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"What this node knows of commons cannot be read or kept: {why}. Check the disk and the folder."
        )


# --- keys and signing --------------------------------------------------------------------------------


class KeyUnreadable(Failure):
    """A file is no key, or the passphrase is not its own."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"The key {path} cannot be used: {why}")


class KeyFileTaken(Failure):
    """A key is never written over another file."""

    def __init__(self, path: str) -> None:
        super().__init__(f"There is a file {path} already, and a key is never written over one. Choose another name.")


class KeysUnfit(Failure):
    """Keys that cannot stand for somebody: none, the same one twice, or fewer than must sign."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


class NotMetadata(Failure):
    """Bytes that are no signed metadata of the kind that is wanted."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"This is no signed file of the kind “{wanted}”. Give the file as it was written.")


class PublisherUnknown(Failure):
    """A commons has no such publisher."""

    def __init__(self, publisher: str) -> None:
        super().__init__(
            f"{publisher[:80]!r} is no publisher here. Let those who answer for the commons join it first."
        )


class PublisherKnown(Failure):
    """A publisher joins once."""

    def __init__(self, publisher: str) -> None:
        super().__init__(f"{publisher} is a publisher already. To change its keys, write a statement of succession.")


# --- a commons takes something in --------------------------------------------------------------------


class AlreadyStarted(Failure):
    """There is a commons in the folder."""

    def __init__(self) -> None:
        super().__init__(
            "There is a commons in this folder already. To change its root or its publishers, sign a new version."
        )


class NotStarted(Failure):
    """There is no commons in the folder."""

    def __init__(self) -> None:
        super().__init__(
            "There is no commons in this folder. Start one from a signed root and a signed list of publishers."
        )


class NotSignedEnough(Failure):
    """Signatures are missing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} is not signed by enough of its keys. Have the others sign the same file, then send it again."
        )


class VersionRefused(Failure):
    """The number is not the next one."""

    def __init__(self, what: str, found: int, wanted: int) -> None:
        super().__init__(
            f"{what} has version {found}, and the next one is {wanted}. Somebody else was quicker, or this is an old"
            " file: fetch the newest, make the change on it, and sign that."
        )


class MetadataRefused(Failure):
    """It breaks a rule of a commons."""

    def __init__(self, why: str) -> None:
        super().__init__(why)


class FileRefused(Failure):
    """A file of a release is missing, or is not what was signed."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"The bytes of {path} are not those that were signed, or were not sent. Send the file that was signed."
        )


class ReleaseIsFixed(Failure):
    """A path that was signed once keeps its bytes for ever."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path} was published before and never changes or goes. Give the change a new version; to stop the old"
            " one, withdraw it with a reason."
        )


class CommonsUnwritable(Failure):
    """The disk refused."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The commons could not be written: {why}. Nothing is published until it can. Free space, and try again."
        )
