"""Floor 3: knows Flask, knows no feature."""
