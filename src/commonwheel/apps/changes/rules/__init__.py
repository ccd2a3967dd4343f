"""What can be typed on a page of changes, and who signs what off."""
