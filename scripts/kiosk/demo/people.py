"""The drawn patients: made-up names and cards with two public-domain portraits, which stand in for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hardware.cards.events import CardData, CardKind
from hardware.scanners.codes import CodePattern, CodeRules
from kiosk.desk.fake import hospital
from kiosk.desk.values import CardRef

CODES = CodeRules(
    (
        *CodeRules().cards,
        CodePattern(CardKind.INSURANCE, r"YB[0-9]{8}", is_dynamic=True),
        CodePattern(CardKind.HEALTH, r"JK[0-9]{8}", is_dynamic=True),
    )
)
"""The drawn hospital's numbers are shorter than real ones."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A card of the demonstration and who comes with it."""

    label: str
    card: CardData
    stands_there: str


def _card(ref: CardRef) -> CardData:
    return CardData(ref.kind, ref.number)


ADULT = Visitor("大人的卡 · adult's card", _card(hospital.ADULT_CARD), hospital.ADULT.id)
CHILD = Visitor("孩子的卡 · child's card", _card(hospital.CHILD_CARD), hospital.MOTHER.id)
OLD_MAN = Visitor("老人的卡 · old man's card", _card(hospital.OLD_CARD), hospital.OLD_MAN.id)
UNKNOWN = Visitor("陌生的卡 · unknown card", _card(hospital.STRANGER_CARD), hospital.ADULT.id)
VISITORS = (ADULT, CHILD, OLD_MAN, UNKNOWN)

FACES = {
    hospital.ADULT.id: 0,
    hospital.MOTHER.id: 1,
    hospital.OLD_MAN.id: 1,
    hospital.HELPER.id: 0,
}
"""Which of the two portraits is on whose record; a child has none."""


def write_photographs(folder: Path) -> Mapping[str, Path]:
    """A file for each person, as 'gatehouse desk sample' reads them. Raises CameraPackageError without portraits."""
    from camera.scene.portraits import packaged_portraits  # imports cv2
    from camera.side_by_side import to_jpeg

    folder.mkdir(parents=True)
    portraits = [to_jpeg(picture) for picture in packaged_portraits().values()]
    files = {person: folder / f"{person}.jpg" for person in FACES}
    for person, path in files.items():
        path.write_bytes(portraits[FACES[person]])
    return files


def somebody_else(person: str) -> str:
    """Of another face than this person's."""
    return next(other for other, face in FACES.items() if face != FACES[person])
