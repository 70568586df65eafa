"""The tool door. A plug-in imports everything that it needs from here."""

from .context import Context
from .door import Tool, tool
from .reply import Evidence, Refused, Reply, Retry

__all__ = ["Context", "Evidence", "Refused", "Reply", "Retry", "Tool", "tool"]
