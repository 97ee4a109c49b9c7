"""Lambda's event source mapping and its function."""
