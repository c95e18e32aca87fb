"""The command line of the built program on Windows; at_start.py has run before."""

import sys

from partydesk.cli import main

sys.exit(main())
