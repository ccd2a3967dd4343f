"""Use cases: following commons, adopting from them."""
