"""How a sentence is named: its key in the texts files and the values that stand in it. Pure."""

from kiosk.visit.screen import Text, TextValue


def said(key: str, **values: TextValue) -> Text:
    return Text(key, tuple(values.items()))
