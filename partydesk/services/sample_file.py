"""What the sample branch's file is called and what opens it."""

from partydesk.paths import SUFFIX

#: The sample branch can be opened by anybody: everything in it is invented.
SAMPLE_PASSWORD = "示例支部 看一看 就删"
SAMPLE_NAME = f"示例支部{SUFFIX}"
