"""OpenID Connect: the port, and the client that asks a council's provider who somebody is."""
