"""What the newest earlier talk about a slip has answered, so that a check-in need not ask again."""

import json
import sqlite3
from datetime import datetime, timedelta

from dialogs.log.reading import hours_before, of_person

DAYS_BACK = 7
"""A slip longer ago is not checked in on any more."""

_NEWEST = """
    SELECT told.conversation FROM told JOIN places USING (conversation)
    WHERE ((told.name IN ('came_for', 'topic') AND told.choices = '["slip"]')
            OR (told.name = 'how_since' AND told.choices = '["used"]'))
        AND NOT told.retracted AND places.status <> 'open'
        AND julianday(told.at) > julianday(?) {whose}
    ORDER BY julianday(told.at) DESC LIMIT 1
"""


def last_facts(
    connection: sqlite3.Connection | None, at: datetime, person: str | None = None
) -> dict[str, str]:
    """`last_known`, and for each answer of that talk `last_NAME` with its choices, comma-separated.

    `slip_from` and `slip_to`, in seconds since 1970, where the time was told.
    The talk that is going on is not an earlier one: its place is still open.
    """
    nothing = {"last_known": "no"}
    if connection is None:
        return nothing
    since = (at - timedelta(days=DAYS_BACK)).isoformat()
    whose, who = of_person(connection, person)
    found = connection.execute(_NEWEST.format(whose=whose), (since, *who)).fetchone()
    if found is None:
        return nothing
    facts = {"last_known": "yes"}
    rows = connection.execute(
        "SELECT name, choices, at FROM told WHERE conversation = ? AND outcome = 'answered'"
        " AND NOT retracted AND name NOT LIKE '%_words' ORDER BY turn, written",
        found,
    )
    for name, choices, told_at in rows:
        values = json.loads(choices)
        facts[f"last_{name}"] = ",".join(values)
        hours = hours_before(values[0]) if name == "when" and values else None
        if hours is not None:
            told = datetime.fromisoformat(told_at).timestamp()
            facts["last_when"] = "known"
            facts["slip_from"] = str(int(told - hours[1] * 3600))
            facts["slip_to"] = str(int(told - hours[0] * 3600))
    return facts
