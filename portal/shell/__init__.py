"""Floor 5: the application put together."""
