"""The commons that a node serves: what is shared, who publishes it, and what they send."""
