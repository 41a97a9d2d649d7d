"""What people write for the answers `nvt` and `onbekend`: the workbook and the collector take the same words.

In lower case; capitals make no difference. In every language of the workbook, for a file may be filled in another one.
"""

SAID_NOT_APPLICABLE = ("nvt", "n.v.t.", "n.v.t", "nvt.", "n/a", "niet van toepassing", "not applicable")
SAID_UNKNOWN = (
    "?",  # before the others: to a spreadsheet that looks something up, it stands for any sign
    "??",
    "onbekend",
    "weet niet",
    "weet ik niet",
    "weten we niet",
    "pm",
    "p.m.",
    "p.m",
    "nnb",
    "n.n.b.",
    "unknown",
    "not known",
    "don't know",
)
