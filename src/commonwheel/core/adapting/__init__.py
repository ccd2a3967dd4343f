"""Forms of other systems as local differences of a shared service."""
