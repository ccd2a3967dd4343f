"""What a request costs, and whether it is paid."""
