"""Mail: the port, the client that speaks SMTP, and the one that keeps letters for a demonstration."""
