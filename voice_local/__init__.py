"""The local channel: a person at this machine. By keyboard today."""
