"""Make what pages need and the repository does not hold: GOV.UK Frontend's files, typefaces, Welsh words."""

import sys

from commonwheel.design.assets import AssetsUnavailable, fetch
from commonwheel.design.catalogue import compile_catalogues


def main() -> int:
    """Fetch and compile what is missing; return the exit code."""
    compile_catalogues()
    try:
        for name in fetch():
            print(f"Fetched {name}.")
    except AssetsUnavailable as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
