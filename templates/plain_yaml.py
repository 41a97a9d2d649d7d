"""YAML as plain values, by the fast reader where the machine has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def plain_yaml(path: Path) -> Any:
    """What stands in a YAML file of the product itself: dicts, lists, texts, numbers.

    Raises OSError or yaml.YAMLError for a file that is damaged; what people write is read by `templates.yaml_lines`.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
