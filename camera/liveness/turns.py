"""What a face is asked to do. Pure. LEFT and RIGHT are the person's own, as in a mirror."""

from enum import StrEnum


class Turn(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    NOD = "nod"
    CLOSER = "closer"
