"""The page on who serves a place, and what programs may ask about places."""
