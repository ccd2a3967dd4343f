"""`commonwheel pattern`: for those who write patterns."""
