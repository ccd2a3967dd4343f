"""Scanners that need no daemon: one that knows the standard test file, one that is away, none at all."""

from typing import BinaryIO

from commonwheel.integrations.antivirus.port import AntivirusUnreachable, Verdict

TEST_SIGNATURE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""Part of the harmless file that every scanner reports. Source: docs/sources.md#eicar-test-file"""


class FakeAntivirus:
    """Finds the EICAR test file and nothing else."""

    def scan(self, content: BinaryIO) -> Verdict:
        """See the port."""
        return Verdict("infected", "Eicar-Test-Signature") if TEST_SIGNATURE in content.read() else Verdict("clean")


class AwayAntivirus:
    """A scanner that never answers."""

    def scan(self, content: BinaryIO) -> Verdict:  # noqa: ARG002  # the port's shape
        """See the port."""
        raise AntivirusUnreachable("the connection was refused")


class NoAntivirus:
    """A node without a scanner: every file is unchecked, and says so."""

    def scan(self, content: BinaryIO) -> Verdict:  # noqa: ARG002  # the port's shape
        """See the port."""
        return Verdict("unchecked")
