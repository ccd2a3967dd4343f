"""The postcode file on disk: made from Code-Point Open, replaced whole, mapped into memory."""
