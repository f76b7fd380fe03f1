"""Floor 4: a folder a capability. Features never import each other."""
