"""The log's tables, as steps that are never edited once they were released.

The steps are plain SQL, so that the comments stay in the file for whoever
opens it. `sqlite-utils` keeps account of which were applied. It takes a quarter
of a second to load and ten megabytes to keep, and a new log is begun in the middle
of somebody's talk: therefore only an older file is brought up to date with it.
"""

import sqlite3
from contextlib import suppress
from datetime import UTC, datetime

APPLICATION_ID = 0x53744764
"""`StGd`: tells our files from every other SQLite file."""

SET = "steady-ground"

_ONCE = ("conversations", "turns", "answers", "retractions", "safety_events", "consents")
_KEYS = {
    "conversations": ("id",),
    "turns": ("conversation", "turn"),
    "answers": ("conversation", "turn", "name"),
    "retractions": ("conversation", "turn", "retracted_turn"),
    "safety_events": ("conversation", "turn", "category", "rule"),
    "consents": ("conversation", "turn", "what"),
}

_TABLES = (
    """CREATE TABLE conversations (
    id TEXT NOT NULL PRIMARY KEY,
    started_at TEXT NOT NULL CHECK (julianday(started_at) IS NOT NULL), -- ISO, local, with zone
    channel TEXT NOT NULL,      -- typed, voice, alexa
    trees_hash TEXT NOT NULL,   -- which version of the conversations it began under
    language TEXT NOT NULL
) STRICT""",
    """CREATE TABLE turns (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    turn INTEGER NOT NULL,
    at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
    place TEXT,                 -- tree/node
    event TEXT NOT NULL,        -- launched heard silence resumed hung_up recalled
    outcome TEXT,
    channel TEXT NOT NULL,      -- of this turn: a conversation may be parked on one channel
    trees_hash TEXT NOT NULL,   -- and taken up on another, under newer trees
    PRIMARY KEY (conversation, turn)
) STRICT""",
    """CREATE TABLE answers (
    conversation TEXT NOT NULL,
    turn INTEGER NOT NULL,
    name TEXT NOT NULL,         -- what was asked for, e.g. trigger
    place TEXT NOT NULL,        -- tree/node of the question
    outcome TEXT NOT NULL CHECK (outcome IN ('answered', 'declined', 'unanswered')),
    choices TEXT NOT NULL CHECK (json_type(choices) = 'array'),
    how TEXT NOT NULL,          -- matched, corrected, volunteered, words
    PRIMARY KEY (conversation, turn, name),
    FOREIGN KEY (conversation, turn) REFERENCES turns (conversation, turn)
) STRICT""",
    """CREATE TABLE retractions (
    conversation TEXT NOT NULL,
    turn INTEGER NOT NULL,      -- the turn in which it was taken back
    retracted_turn INTEGER NOT NULL,
    why TEXT NOT NULL,          -- back, corrected, struck (then the answer itself is deleted)
    PRIMARY KEY (conversation, turn, retracted_turn),
    FOREIGN KEY (conversation, turn) REFERENCES turns (conversation, turn)
) STRICT""",
    """CREATE TABLE safety_events (
    conversation TEXT NOT NULL,
    turn INTEGER NOT NULL,
    at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
    category TEXT NOT NULL,
    tier TEXT NOT NULL,
    rule TEXT NOT NULL,         -- the rule's id; never the words
    PRIMARY KEY (conversation, turn, category, rule),
    FOREIGN KEY (conversation, turn) REFERENCES turns (conversation, turn)
) STRICT""",
    """CREATE TABLE consents (
    conversation TEXT NOT NULL,
    turn INTEGER NOT NULL,
    at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
    what TEXT NOT NULL,         -- answers, words
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    PRIMARY KEY (conversation, turn, what),
    FOREIGN KEY (conversation, turn) REFERENCES turns (conversation, turn)
) STRICT""",
    """CREATE TABLE places (
    conversation TEXT NOT NULL PRIMARY KEY REFERENCES conversations (id),
    at TEXT NOT NULL CHECK (julianday(at) IS NOT NULL),
    state TEXT,                 -- where to go on; null once the conversation has ended
    status TEXT NOT NULL CHECK (status IN ('open', 'parked', 'ended'))
) STRICT""",
    """CREATE TABLE forgetting (
    scope TEXT NOT NULL         -- a row opens the deletions, and stays until the bytes are gone
) STRICT""",
    """CREATE INDEX places_to_resume ON places (julianday(at)) WHERE status <> 'ended'""",
    """CREATE INDEX answers_by_name ON answers (name)""",
    """CREATE INDEX retractions_by_turn ON retractions (conversation, retracted_turn)""",
    """CREATE VIEW told AS
    SELECT answers.conversation, answers.turn, turns.at, answers.place, answers.name,
        answers.outcome, answers.choices, answers.how,
        EXISTS (
            SELECT 1 FROM retractions
            WHERE retractions.conversation = answers.conversation
                AND retractions.retracted_turn = answers.turn
        ) AS retracted,
        turns.channel, turns.trees_hash, answers.rowid AS written
    FROM answers JOIN turns USING (conversation, turn)""",
)


def _guards(table: str) -> tuple[str, ...]:
    """The triggers that make a table append-only, for every program that opens the file."""
    same = " AND ".join(f"{key} = NEW.{key}" for key in _KEYS[table])
    return (
        f"""CREATE TRIGGER {table}_once BEFORE INSERT ON {table}
    WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN
    SELECT RAISE(IGNORE); -- also stops INSERT OR REPLACE
END""",
        f"""CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table}
BEGIN
    SELECT RAISE(ABORT, '{table} is append-only');
END""",
        f"""CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
    WHEN NOT EXISTS (SELECT 1 FROM forgetting)
BEGIN
    SELECT RAISE(ABORT, '{table} is append-only: deleted only by forgetting');
END""",
    )


_PEOPLE = (
    """ALTER TABLE conversations ADD COLUMN
    person TEXT NOT NULL DEFAULT '' /* whose: empty at this machine, else a keyed hash */""",
    """ALTER TABLE places ADD COLUMN
    person TEXT NOT NULL DEFAULT '' /* the same, so that a place is found at once */""",
    """CREATE INDEX conversations_by_person ON conversations (person)""",
    """DROP INDEX places_to_resume""",
    """CREATE INDEX places_to_resume ON places (person, julianday(at)) WHERE status <> 'ended'""",
)

_PAIRING = (
    """CREATE TABLE pairing_codes (
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,         -- of a code that joins somebody elsewhere to this machine
    until TEXT NOT NULL,
    tries_left INTEGER NOT NULL
) STRICT""",
    """CREATE TABLE paired (
    person TEXT NOT NULL PRIMARY KEY -- is the one at this machine too
) STRICT""",
    # A talk may be handed over to whom it is paired with; nothing else of it ever changes.
    """DROP TRIGGER conversations_stay""",
    """CREATE TRIGGER conversations_stay
    BEFORE UPDATE OF id, started_at, channel, trees_hash, language ON conversations
BEGIN
    SELECT RAISE(ABORT, 'conversations is append-only');
END""",
    """CREATE TRIGGER conversations_handed_over BEFORE UPDATE OF person ON conversations
    WHEN NEW.person <> '' OR OLD.person NOT IN (SELECT person FROM paired)
BEGIN
    SELECT RAISE(ABORT, 'conversations is append-only');
END""",
)

STEPS: dict[str, tuple[str, ...]] = {
    "0001_answers": _TABLES + tuple(guard for table in _ONCE for guard in _guards(table)),
    "0002_people": _PEOPLE,
    "0003_pairing": _PAIRING,
}


def describe_schema() -> str:
    """The tables as the documentation shows them: without the triggers that guard them.

    >>> describe_schema().splitlines()[0]
    'CREATE TABLE conversations ('
    """
    shown = [one for step in STEPS.values() for one in step if "CREATE TRIGGER" not in one]
    return "".join(f"{statement};\n" for statement in shown)


def applied_steps(connection: sqlite3.Connection) -> set[str]:
    """The names of the steps that this file has already been through."""
    there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
    if connection.execute(there).fetchone() is None:
        return set()
    names = "SELECT name FROM _sqlite_migrations WHERE migration_set = ?"
    return {name for (name,) in connection.execute(names, (SET,))}


_ACCOUNT = (
    """CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
)""",
    """CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name")""",
)
"""The account of the steps, as `sqlite-utils` opens it."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the newest schema, in one transaction: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")  # two programs that begin the same file take turns
    try:
        applied = applied_steps(connection)
        if not applied:
            _begin(connection)
        elif STEPS.keys() - applied:  # else another program was first
            _bring_up_to_date(connection)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _begin(connection: sqlite3.Connection) -> None:
    """All steps at once, and the account of them: what a file holds that went through each."""
    for statement in _ACCOUNT:
        connection.execute(statement)
    for name, statements in STEPS.items():
        for statement in statements:
            connection.execute(statement)
        row = (SET, name, str(datetime.now(UTC)))
        connection.execute("INSERT INTO _sqlite_migrations VALUES (NULL, ?, ?, ?)", row)


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    from sqlite_utils import Database, Migrations

    migrations = Migrations(SET)

    def add(name: str, statements: tuple[str, ...]) -> None:
        @migrations(name=name)
        def step(db: Database) -> None:
            for statement in statements:
                db.execute(statement)

    for name, statements in STEPS.items():
        add(name, statements)
    migrations.apply(Database(connection, execute_plugins=False, recursive_triggers=False))
