"""The noise channel: how translation mangles a name, learned or written down, for making training pairs."""
