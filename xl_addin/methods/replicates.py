"""The public name of `xl_addin.methods.errors.replicates`."""

from xl_addin.methods.errors.replicates import (
    Replicates,
    bootstrap,
    jackknife,
    recalibrated,
    replicated,
)

__all__ = [
    "Replicates",
    "bootstrap",
    "jackknife",
    "recalibrated",
    "replicated",
]
