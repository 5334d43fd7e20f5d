"""Everything that opens media; it runs in the child process only, as its parsers may be attacked.

It never talks to anybody: it is given paths and values and writes files.
"""
