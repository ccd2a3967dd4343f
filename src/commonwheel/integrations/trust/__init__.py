"""Trust in a commons: who signed what, through The Update Framework (TUF). docs/how-to/keys-of-a-commons.md."""
