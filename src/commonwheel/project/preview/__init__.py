"""The preview of a pattern folder: its pages as residents will see them, while it is being written."""
