"""Two entries of one person."""

import pytest


@pytest.fixture
def pair(add_member):
    return add_member("王秀兰", mobile="13900001111"), add_member("王秀兰", degree="教育学学士")
