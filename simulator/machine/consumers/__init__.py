"""The consumers: pollers, KCL applications and event source mappings, which all read through a shard poller."""
