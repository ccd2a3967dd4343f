"""Where the bytes of uploads are kept."""
