"""``python -m partydesk`` is the command line."""

import sys

from partydesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
