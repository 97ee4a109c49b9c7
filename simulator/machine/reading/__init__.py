"""How far each consumer came: shard by shard its position and the batch in work, record by record what became of it."""
