"""Day: the day on which a demo shop is opened when nobody says otherwise."""

from datetime import date

DEFAULT_DAY = date(2026, 11, 1)
