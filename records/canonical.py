"""JSON of which there is one spelling only: what digests and signatures are made of."""

import json
from collections.abc import Mapping

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def to_json(value: Mapping[str, Json]) -> str:
    """Keys sorted, no spaces, no NaN (ValueError)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
