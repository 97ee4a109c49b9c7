"""The service: attribute values, tables, stream records. Standard library only."""
