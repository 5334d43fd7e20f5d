"""The sandbox's command line: serves, or plays a user (`say`); it only picks which.

`say` needs nothing installed, so nothing may be imported before it is known which one is meant.
"""

import sys


def main() -> int:
    """The exit code of the command."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["say"]:
        from sandbox import say

        return say.main(arguments[1:])
    from sandbox import serve

    return serve.main(arguments[1:] if arguments[:1] == ["serve"] else arguments)


if __name__ == "__main__":
    sys.exit(main())
