"""What pages of adoption print."""
