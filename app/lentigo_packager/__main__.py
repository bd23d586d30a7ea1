"""Entry point of `lentigo-packager`."""

import sys

from lentigo_packager.cli import run


def main() -> int:
    """Run the verb that the arguments name."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
