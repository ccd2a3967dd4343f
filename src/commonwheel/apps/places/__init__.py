"""Where things are: the address register of each council, and the postcodes of the node."""
