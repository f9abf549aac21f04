"""When people are away, from a leave calendar: iCalendar (RFC 5545) or a table of text (CSV)."""

from importers.leave.reader import read_leave
from importers.leave.values import Away, Leave

__all__ = ["Away", "Leave", "read_leave"]
