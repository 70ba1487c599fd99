"""How the pieces of a time, as they are heard one by one, come together in moments."""

from typing import Any

from dialogs.hear.when_calendar import Day
from dialogs.hear.when_moments import Clock, Moment, Window

_WORDS_OF_A_ROLE = {"final": 99, "began": 6, "except": 0}
_WORDS_OF_OTHERS = 4


class Gathering:
    """The moments spoken of so far.

    A piece is said of the latest moment as long as it fits there (`friday`,
    `around nine`, `at night`); otherwise, and after a mark, it begins another.
    """

    def __init__(self) -> None:
        self.moments: list[Moment] = []
        self.dropped = 0
        """How many of the first moments were taken back: `yesterday, no, sunday`."""
        self.end = 0
        """Where the words of the latest piece end."""
        self.joins = False
        """The next moment is one with the latest: `friday or saturday`."""
        self.between = False
        """An `and` to come joins two times: `between ten and midnight`."""
        self.shift = 0
        """Days from the next day to the one meant: `the day after christmas`."""
        self.corrects = False
        self._closed = False
        self._role = ""
        self._role_end = 0

    def mark(self, name: str, at: int, end: int) -> None:
        """Note a mark of the lexicon; what it means for the times around it is its name."""
        if name == "correct":
            self.dropped = len(self.moments)
            self._closed = self.corrects = True
        elif name == "or":
            self.joins = bool(self.moments)
        elif name == "to":
            self.joins = bool(self.moments) and self.moments[-1].ago is None
            self.take_role("" if self.joins else "final", end)
        elif name == "between":
            self.between = True
        elif name == "and":
            self.joins = self.between and bool(self.moments)
            self._closed = True
        elif name == "habit":  # "at six every day"
            if self.moments and self.end == at:
                self.moments[-1].role = "aside"
        elif name not in ("ago", "nothing"):
            self._closed = True
            self.take_role(name, end)

    def role(self, at: int) -> str:
        """The mark that a moment beginning at `at` is said after."""
        if at - self._role_end > _WORDS_OF_A_ROLE.get(self._role, _WORDS_OF_OTHERS):
            self._role = ""
        return self._role

    def take_role(self, name: str, end: int) -> None:
        """Set the role of the next moment."""
        self._role, self._role_end = name, end

    def day(self, day: Day, end: int) -> int:
        """Add a day; returns where its words end, as all that add do."""
        if self.shift:
            day, self.shift = day.earlier(-self.shift), 0
        moment = self.open()
        if moment is None or not moment.takes_day(day):
            return self.begin(end, day=day)
        before = self._joined_before()
        if before is not None and day.end - day.start > 24:  # monday or tuesday last week
            before.takes_day(day)
        self.end = end
        return end

    def part(self, part: Window, end: int, day: Day | None = None, leans: bool = False) -> int:
        """Add a part of a day, and the day if it is one of its own (`last night`)."""
        moment = self.open()
        if moment is not None:
            before = moment.day
            if (day is None or moment.takes_day(day)) and moment.takes_part(part):
                earlier = self._joined_before()
                if earlier is not None and earlier.part is None:  # monday or tuesday night
                    earlier.part = part
                self.end = end
                return end
            moment.day = before
        return self.begin(end, day=day, part=part, leans=leans)

    def clock(self, clock: Clock, end: int) -> int:
        """Add an hour."""
        moment = self.open()
        if moment is None or not moment.takes_clock(clock):
            return self.begin(end, clock=clock)
        self.end = end
        return end

    def open(self) -> Moment | None:
        """The moment that a piece may still be said of."""
        if self._closed or self.joins or self._role or not self.moments:
            return None
        return self.moments[-1]

    def _joined_before(self) -> Moment | None:
        """The day that the latest moment is one with, if that is all that was said of it."""
        if len(self.moments) < 2 or not self.moments[-1].joined:
            return None
        before = self.moments[-2]
        return before if before.day is not None and before.clock is None else None

    def begin(self, end: int, role: str = "", **pieces: Any) -> int:
        """Begin another moment."""
        before = self.moments[-1] if self.moments else None
        joined = self.joins and before is not None
        borrows = before if joined or self.corrects or pieces.get("clock") else None
        self.moments.append(
            Moment(role=self._role or role, joined=joined, borrows=borrows, **pieces)
        )
        self.joins = self._closed = self.corrects = False
        self._role = ""
        self.end = end
        return end
