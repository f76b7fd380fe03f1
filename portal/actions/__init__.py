"""Floor 2: use cases, called by routes, commands and the worker alike. No Flask; never commits."""
