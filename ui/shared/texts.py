"""The sentences of a screen: a folder of TOML files, one a language.

A key is the path through the file's tables, joined by dots: `title` in `[home]` is `home.title`. A list is an entry per
place: `names.0`. Every language has the sentences of the first one; a test demands it.
"""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

_log = logging.getLogger(__name__)


class MissingText(LookupError):
    """A sentence that no file has, or a value that a sentence asks for: a bug, found by the tests."""


class Texts:
    """Sentences by language and key. A strict one raises MissingText; the others log it and show the key."""

    def __init__(self, sentences: Mapping[str, Mapping[str, str]], first: str, strict: bool = False) -> None:
        if first not in sentences:
            raise ValueError(f"no texts in {first!r}, only in {sorted(sentences)}")
        self._sentences = sentences
        self._first = first
        self._strict = strict

    @classmethod
    def load(cls, folder: Path, first: str = "zh", strict: bool = False) -> "Texts":
        files = sorted(folder.glob("*.toml"))
        return cls({file.stem: read_texts(file) for file in files}, first, strict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's own first."""
        return (self._first, *sorted(set(self._sentences) - {self._first}))

    def keys(self, language: str) -> frozenset[str]:
        return frozenset(self._sentences[language])

    def sentence(self, language: str, key: str, values: Mapping[str, str] | None = None) -> str:
        try:
            return self._pattern(language, key).format_map(values or {})
        except KeyError as error:
            return self._missing(f"{language}.toml: {key} asks for {error}", key)

    def _pattern(self, language: str, key: str) -> str:
        for asked in (language, self._first):
            found = self._sentences.get(asked, {}).get(key)
            if found is not None:
                return found
            self._missing(f"{asked}.toml has no {key}", key)
        return key

    def _missing(self, what: str, key: str) -> str:
        if self._strict:
            raise MissingText(what)
        _log.error("missing text: %s", what)
        return key


def read_texts(file: Path) -> dict[str, str]:
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")), ""))


def _flat(node: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        inner = node.items()
    elif isinstance(node, list):
        inner = {str(place): value for place, value in enumerate(node)}.items()
    else:
        yield path, str(node)
        return
    for name, value in inner:
        yield from _flat(value, f"{path}.{name}" if path else str(name))
