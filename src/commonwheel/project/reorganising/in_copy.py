"""The process that plays a reorganisation in a copy of the node: a plan on standard input, what came out on output."""

import json
import os
import sys

from commonwheel.core.problems import Failure


def main() -> int:
    """Play; end with 1, and the reason, where the steps refuse."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.settings")
    import django

    django.setup()
    from commonwheel.project.reorganising.playing import play_here

    try:
        sys.stdout.write(json.dumps(play_here(json.load(sys.stdin))))
    except Failure as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
