"""Where verdicts go. OK is an active pulse; everything else is the absence of one."""

from station.outputs.base import Output
from station.outputs.build import build_output

__all__ = ["Output", "build_output"]
