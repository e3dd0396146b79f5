"""What was found, told to people (terminal) and to machines (JSON Lines, unified diff, SARIF).

Every function returns text; writing it somewhere is the command line's work.
"""
