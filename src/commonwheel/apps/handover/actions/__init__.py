"""Use cases: say where requests go, hand them over, hear back."""
