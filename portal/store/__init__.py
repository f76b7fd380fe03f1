"""Floor 1: the database. Typed tables and every query; returns domain objects; never commits."""
