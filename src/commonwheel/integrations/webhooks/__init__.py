"""Webhooks: the port, and the client that posts signed JSON over HTTPS."""
