"""Numbers, points and times as people type them (``partydesk.domain.typed``)."""

from partydesk.domain.typed import money_from, month_from, number_from, points_from, time_from

__all__ = ["money_from", "month_from", "number_from", "points_from", "time_from"]
