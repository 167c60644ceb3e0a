"""What every test shares: quiet hypothesis settings, a small simulated world."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

settings.register_profile(
    "cmkit",
    deadline=None,  # a slow machine is not a wrong answer
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("cmkit")
