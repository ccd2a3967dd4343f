"""`commonwheel commons …`: keys and signatures, publishing, and running a commons."""
