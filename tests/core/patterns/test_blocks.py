"""The copies of blocks that our patterns carry."""

from collections import defaultdict

from tests.core.patterns.fixtures.folders import PATTERNS, bundle_of, files_of


def test_every_copy_of_one_release_of_a_block_is_the_same():
    copies = defaultdict(set)
    for manifest in PATTERNS.glob("*/pattern.yaml"):
        folder = manifest.parent
        for name, block in bundle_of(files_of(folder)).blocks.items():
            files = files_of(folder / "blocks" / name.partition("@")[0])
            copies[name, block.version].add(tuple(sorted(files.items())))
    assert copies
    assert [name for name, found in copies.items() if len(found) > 1] == []
