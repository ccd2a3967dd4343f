"""Use cases: people and their work, a council's OpenID provider, sign-ins with council accounts."""
