"""What a council's people do with a draft of a service."""
