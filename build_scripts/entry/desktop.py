"""The window of the built program; at_start.py has run before."""

import sys

if sys.argv[1:2] == ["--console"]:
    # The start script `partydesk` of Linux: the same program is the command line, too.
    del sys.argv[1]
    from partydesk.cli import main
else:
    from ui.app import main

sys.exit(main())
