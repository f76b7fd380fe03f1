"""Floor 0: the rules. Standard library only; time is passed in; facts in, decision out."""
