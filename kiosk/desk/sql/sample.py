"""A drawn hospital for the demo, the tests and the screens: nobody in it exists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hardware.cards.events import CardKind
from kiosk.desk.sql.entering import NewSlot, put_delegate, put_department, put_doctor, put_person, put_slots
from kiosk.desk.sql.site import Site
from kiosk.desk.values import CardRef, Department, DepartmentKind, Doctor, Person, Relation, Words

_CLINIC, _EXAMINATION = DepartmentKind.CLINIC, DepartmentKind.EXAMINATION
MEDICINE = Department("medicine", _CLINIC, Words("内科", "Internal medicine"), Words("二楼东", "2nd floor east"))
CHILDREN = Department("children", _CLINIC, Words("儿科", "Children"), Words("一楼西", "Ground floor west"))
ENDOSCOPY = Department("endoscopy", _EXAMINATION, Words("消化内镜", "Endoscopy"), Words("三楼南", "3rd floor south"))
MRI = Department("mri", _EXAMINATION, Words("磁共振", "MRI"), Words("地下一层", "Basement"))
DEPARTMENTS = (MEDICINE, CHILDREN, ENDOSCOPY, MRI)

CHIEF, ATTENDING = Words("主任医师", "Chief physician"), Words("主治医师", "Attending physician")
DOCTORS = (
    Doctor("doctor-1", MEDICINE.id, Words("单示例", "Dr Shan"), CHIEF),
    Doctor("doctor-2", MEDICINE.id, Words("王样本", "Dr Wang"), ATTENDING),
    Doctor("doctor-3", CHILDREN.id, Words("曾示范", "Dr Zeng"), CHIEF),
    Doctor("doctor-4", CHILDREN.id, Words("李样例", "Dr Li"), ATTENDING),
)
PRICES_FEN = {MEDICINE.id: 5000, CHILDREN.id: 3000, ENDOSCOPY.id: 48000, MRI.id: 62000}
FREE_DOCTOR = "doctor-2"
"""Costs nothing, so that a visit without a payment can be shown."""

OPENS, CLOSES = time(8), time(17)
LUNCH = (time(12), time(13))
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """`age` in years on the day of the drawing."""

    id: str
    name: str
    age: int
    cards: tuple[CardRef, ...]

    def person(self, today: date, has_photo: bool = False) -> Person:
        return Person(self.id, self.name, date(today.year - self.age - 1, 6, 1), has_photo)


def _card(kind: CardKind, number: str) -> CardRef:
    return CardRef(kind, number)


ADULT = SamplePerson("adult", "张伟", 35, (_card(CardKind.VISIT, "V0001"), _card(CardKind.ID, "110101199001010000")))
MOTHER = SamplePerson("mother", "李娜", 33, (_card(CardKind.ID, "110101199201010000"),))
CHILD = SamplePerson("child", "李小宝", 6, (_card(CardKind.VISIT, "V0002"), _card(CardKind.HEALTH, "H0002")))
OLD_MAN = SamplePerson("old-man", "王大爷", 78, (_card(CardKind.VISIT, "V0003"), _card(CardKind.INSURANCE, "S0003")))
HELPER = SamplePerson("helper", "陈帮手", 45, (_card(CardKind.ID, "110101198001010000"),))
PEOPLE = (ADULT, MOTHER, CHILD, OLD_MAN, HELPER)


def enter_sample(site: Site, photos: Mapping[str, bytes], days: int = 7) -> None:
    """Slots from the day of the site's clock on; `photos` by the ids of PEOPLE. May be done again on any day."""
    for place, department in enumerate(DEPARTMENTS):
        put_department(site, department, position=place)
    for place, doctor in enumerate(DOCTORS):
        put_doctor(site, doctor, position=place)
    for one in PEOPLE:
        photo = photos.get(one.id)
        put_person(site, one.person(site.today()), holds=one.cards, photo=photo)
    put_delegate(site, "child-mother", CHILD.id, MOTHER.id, Relation.MOTHER, "sample")
    next_year = site.today() + timedelta(days=365)
    put_delegate(site, "old-man-helper", OLD_MAN.id, HELPER.id, Relation.HELPER, "sample", next_year)
    put_slots(site, *(slot for number in range(days) for slot in _slots_on(site, site.today() + timedelta(number))))


def _slots_on(site: Site, day: date) -> Iterator[NewSlot]:
    for start in _half_hours(site, day):
        mark = f"{day:%Y%m%d}-{start:%H%M}"
        for doctor in DOCTORS:
            price = 0 if doctor.id == FREE_DOCTOR else PRICES_FEN[doctor.department_id]
            yield _slot(f"{doctor.id}-{mark}", doctor.department_id, doctor.id, start, 4, price)
        for machine in (ENDOSCOPY, MRI):
            yield _slot(f"{machine.id}-{mark}", machine.id, None, start, 1, PRICES_FEN[machine.id])


def _half_hours(site: Site, day: date) -> Iterator[datetime]:
    start = datetime.combine(day, OPENS, site.zone)
    while start.time() < CLOSES:
        if not LUNCH[0] <= start.time() < LUNCH[1]:
            yield start
        start += HALF_HOUR


def _slot(slot_id: str, department: str, doctor: str | None, start: datetime, capacity: int, price: int) -> NewSlot:
    return NewSlot(slot_id, department, doctor, start, start + HALF_HOUR, capacity, price)
