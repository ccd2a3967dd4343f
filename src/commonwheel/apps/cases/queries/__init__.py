"""Reads of requests: the queue, one request, tracking. Every one starts from the council."""
