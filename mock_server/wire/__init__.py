"""Bytes and headers, in both directions; the edge between HTTP and plain data."""
