"""Which sound devices this machine has, told in words that help."""

from __future__ import annotations

import ctypes
import sys
from functools import lru_cache
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
    _hush_alsa()
    try:
        device = getattr(miniaudio, make)(
            miniaudio.SampleFormat.SIGNED16, app_name="Steady Ground", **settings
        )
    except miniaudio.MiniaudioError as error:
        raise DeviceLost(f"No {kind} was found. {MEND}") from error
    if device.backend.lower() == "null":
        # miniaudio's last resort: a device that plays to nobody and hears nothing.
        device.close()
        raise DeviceLost(f"No {kind} was found. {MEND}")
    return device


@lru_cache(maxsize=1)
def _hush_alsa() -> object:
    """Keep ALSA from printing pages about each device that is not there."""
    try:
        library = ctypes.CDLL("libasound.so.2")
        quiet = ctypes.CFUNCTYPE(None)(lambda: None)
        library.snd_lib_error_set_handler(quiet)
    except (OSError, AttributeError):
        return None
    return quiet  # kept, for ALSA goes on calling it
