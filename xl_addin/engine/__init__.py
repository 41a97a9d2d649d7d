"""An xlwings engine on workbook files: the same commands run without Excel, in tests, on servers and in batch."""

from xl_addin.engine.host import NAME, FileEngine, register

__all__ = ["NAME", "FileEngine", "register"]
