"""What a commons holds what is sent to it to, and how it tells of what it has. Nothing here reads or writes."""
