"""The commands, a module each: what parses is called `…_cli`, what works has the command's name.

Nothing heavy is imported until a command needs it, so that `repair --help` answers at once.
"""
