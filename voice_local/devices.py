"""Which sound devices this machine has, told in words that help."""

from __future__ import annotations

import sys
from typing import Any

from voice_local.ports import DeviceLost

MEND = {
    "linux": "mend: plug one in; PulseAudio, PipeWire or ALSA has to run (`pactl info` tells)",
    "darwin": "mend: plug one in, and allow the terminal to use it in System Settings, Privacy",
    "win32": "mend: plug one in, and allow it in Settings, Privacy",
}.get(sys.platform, "mend: plug one in")


def open_device(kind: str, make: Any, **settings: Any) -> Any:
    """A miniaudio device; raises `DeviceLost` where there is none of this kind."""
    try:
        import miniaudio
    except ImportError as error:
        raise DeviceLost(
            f"No {kind}: the package miniaudio is missing. mend: pip install 'steady-ground[voice]'"
        ) from error
    try:
        device = getattr(miniaudio, make)(
            sample_width(miniaudio), app_name="Steady Ground", **settings
        )
    except miniaudio.MiniaudioError as error:
        raise DeviceLost(f"No {kind} was found. {MEND}") from error
    if device.backend.lower() == "null":
        # miniaudio's last resort: a device that plays to nobody and hears nothing.
        device.close()
        raise DeviceLost(f"No {kind} was found. {MEND}")
    return device


def sample_width(miniaudio: Any) -> Any:
    """16 bits, as miniaudio names it."""
    return miniaudio.SampleFormat.SIGNED16
