"""The node's own settings with one address more: the bare view that answers about places are measured against."""

from commonwheel.project.settings import *  # noqa: F403  # the server measured is the node

ROOT_URLCONF = "benchmarks.places_http_urls"
