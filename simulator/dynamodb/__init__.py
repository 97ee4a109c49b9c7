"""What the service is: attribute values, tables, stream records. Standard library only."""
