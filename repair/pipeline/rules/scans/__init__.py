"""Rules for scanned copy: names whose letters were misread."""
