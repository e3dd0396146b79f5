"""The commands, one module each: ``x_cli`` parses the arguments of command ``x``, and ``x`` does the work.

Heavy modules are imported only when a command needs them, so that `repair --help` responds at once.
"""
