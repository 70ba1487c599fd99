"""What was measured of the danger listener does not fall unnoticed."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]


class TestTheFigures:
    def test_have_not_fallen_by_more_than_a_point(self) -> None:
        told = subprocess.run(
            [sys.executable, "tools/safety.py", "--check"],
            cwd=HERE,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert told.returncode == 0, told.stdout
