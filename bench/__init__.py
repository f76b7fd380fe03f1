"""Repeatable measurements: each a ratio to a bare reference of the same run."""
