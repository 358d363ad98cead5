"""The initials under which a Chinese name is found on a keypad of 26 letters.

A surname has a reading of its own (单 is Shan), and so have some words of medicine; where people differ (乐: Yue or
Le), both are found. Loads a dictionary, so it is used where names are entered, not where they are searched.
"""

import itertools

from pypinyin import Style, lazy_pinyin

# What the dictionary, which reads single characters as words, gets wrong in names and in departments.
_READ = "单s 仇q 解x 曾z 查z 区o 种c 翟z 折s 召s 秘b 祭z 繁p 句g 乜n 乐yl 覃qt 谌cs 隗wk 郗cx 郇xh 尉wy"
_SURNAMES = {one[0]: one[1:] for one in _READ.split()}
_LONG_SURNAMES = {"尉迟": "yc", "单于": "cy"}
_WORDS = {"藏医": "zy", "给药": "jy"}


def initials_of_person(name: str) -> tuple[str, ...]:
    """Lower case, the likeliest first; a name in Latin letters gives the first letter of each word."""
    for surname, letters in _LONG_SURNAMES.items():
        if name.startswith(surname):
            return (letters + _initials(name[len(surname) :]),)
    first, rest = name[:1], _initials(name[1:])
    if first in _SURNAMES:
        return tuple(letter + rest for letter in _SURNAMES[first])
    return (_initials(name),)


def initials_of_words(text: str) -> tuple[str, ...]:
    """Of a department or an examination. Words with a reading of their own are found with either."""
    return tuple(dict.fromkeys((_with_words(text), _initials(text))))


def _with_words(text: str) -> str:
    """As `_initials`, where the words of the list are read as it says."""
    done, place = "", 0
    while place < len(text):
        word = next((word for word in _WORDS if text.startswith(word, place)), "")
        done += _WORDS[word] if word else _letter_at(text, place)
        place += len(word) or 1
    return done


def _letter_at(text: str, place: int) -> str:
    """Read in the whole text, so that the dictionary sees the words around it."""
    return _letters(text)[place]


def _letters(text: str) -> list[str]:
    """One entry for each character of the text: a letter or digit, or nothing."""
    # A Chinese character gives one letter; what else stands together comes back in one piece.
    read = itertools.chain.from_iterable(lazy_pinyin(text, style=Style.FIRST_LETTER))
    return [one.lower() if one.isascii() and one.isalnum() else "" for one in read]


def _initials(text: str) -> str:
    words = text.split()
    if all(word.isascii() for word in words):
        return "".join(word[0].lower() for word in words if word[0].isalnum())
    return "".join(_letters(text))
