"""What officers type, read into plain values."""
