"""The `commonwheel` command."""
