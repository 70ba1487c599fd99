"""Speech or only the room: what is worth a recogniser's time, and when it has gone quiet."""

from __future__ import annotations

from voice_local.sound import level

QUIETEST = 25.0
"""Below this root mean square everything is silence, even where the room is digital silence."""
ABOVE_THE_ROOM = 1.8
"""How much louder than the room's own noise speech is."""
LOUDEST_START = 100.0


class Gate:
    """Follows the noise of the room and tells what stands out of it.

    The floor falls at once where it is quieter and rises slowly where it is
    louder, so the pauses between words keep it down, and a fan brings it up.
    Where the gate is wrong it is wrong towards hearing: all is heard then.
    """

    def __init__(self) -> None:
        self.floor: float | None = None
        """The root mean square of the room's noise; None before anything was heard."""

    def hear(self, pcm: bytes, seconds: float) -> bool:
        """Whether this is louder than the room. A few hundredths of a second at a time."""
        loudness = level(pcm)
        if self.floor is None:
            # Somebody may be speaking already.
            self.floor = min(loudness, LOUDEST_START)
        elif loudness < self.floor:
            self.floor += (loudness - self.floor) * 0.3
        else:
            self.floor = min(loudness, max(self.floor, 1.0) * (1 + 0.3 * seconds))
        return loudness > max(QUIETEST, self.floor * ABOVE_THE_ROOM)
