"""The sample hospital of the fake desk: made-up departments, doctors, people and cards. Pure."""

from datetime import date

from hardware.cards.events import CardKind
from kiosk.desk.values import (
    CardHolder,
    CardRef,
    Delegate,
    Department,
    DepartmentKind,
    Doctor,
    Person,
    Relation,
    Words,
)

CLINIC, EXAMINATION = DepartmentKind.CLINIC, DepartmentKind.EXAMINATION

DEPARTMENTS = (
    Department("internal", CLINIC, Words("内科", "Internal Medicine"), Words("二楼东区", "2nd floor, east"), "nk"),
    Department("children", CLINIC, Words("儿科", "Paediatrics"), Words("一楼西区", "1st floor, west"), "ek"),
    Department("bones", CLINIC, Words("骨科", "Orthopaedics"), Words("三楼东区", "3rd floor, east"), "gk"),
    Department("eyes", CLINIC, Words("眼科", "Eye Clinic"), Words("三楼西区", "3rd floor, west"), "yk"),
    Department("skin", CLINIC, Words("皮肤科", "Dermatology"), Words("四楼东区", "4th floor, east"), "pfk"),
    Department("ears", CLINIC, Words("耳鼻喉科", "Ear, Nose and Throat"), Words("四楼西区", "4th floor, west"), "ebhk"),
    Department("endoscopy", EXAMINATION, Words("胃镜", "Gastroscopy"), Words("五楼内镜中心", "5th floor"), "wj"),
    Department("mri", EXAMINATION, Words("核磁共振", "MRI"), Words("负一楼", "Basement 1"), "hcgz"),
    Department("ultrasound", EXAMINATION, Words("腹部彩超", "Ultrasound"), Words("二楼西区", "2nd floor"), "fbcc"),
)

_CHIEF = Words("主任医师", "Chief physician")
_ATTENDING = Words("主治医师", "Attending physician")

DOCTORS = (
    Doctor("wang", "internal", Words("王医生", "Dr Wang"), _CHIEF, "wys"),
    Doctor("li", "internal", Words("李医生", "Dr Li"), _ATTENDING, "lys"),
    Doctor("zhao", "internal", Words("赵医生", "Dr Zhao"), _ATTENDING, "zys"),
    Doctor("chen", "children", Words("陈医生", "Dr Chen"), _CHIEF, "cys"),
    Doctor("liu", "children", Words("刘医生", "Dr Liu"), _ATTENDING, "lys"),
    Doctor("yang", "bones", Words("杨医生", "Dr Yang"), _CHIEF, "yys"),
    Doctor("huang", "bones", Words("黄医生", "Dr Huang"), _ATTENDING, "hys"),
    Doctor("zhou", "eyes", Words("周医生", "Dr Zhou"), _ATTENDING, "zys"),
    Doctor("wu", "skin", Words("吴医生", "Dr Wu"), _ATTENDING, "wys"),
    Doctor("xu", "ears", Words("徐医生", "Dr Xu"), _CHIEF, "xys"),
)

CHIEF_PRICE_FEN, DOCTOR_PRICE_FEN = 8000, 5000
EXAMINATION_PRICE_FEN = {"endoscopy": 32000, "mri": 68000, "ultrasound": 12000}
FREE_DOCTOR = "zhou"
"""This one's slots cost nothing."""
RECORD_BOOK_PRICE_FEN = 100

ADULT = Person("p-adult", "张伟", date(1988, 5, 15), has_photo=True)
CHILD = Person("p-child", "王小明", date(2019, 6, 1), has_photo=False)
MOTHER = Person("p-mother", "李娜", date(1990, 2, 14), has_photo=True)
OLD_MAN = Person("p-old", "王建国", date(1948, 1, 20), has_photo=True)
HELPER = Person("p-helper", "王芳", date(1976, 9, 9), has_photo=True)
PEOPLE = (ADULT, CHILD, MOTHER, OLD_MAN, HELPER)

# Area 000000 is nobody's: the numbers have right check digits and belong to no one.
ADULT_CARD = CardRef(CardKind.VISIT, "80000001")
ADULT_ID_CARD = CardRef(CardKind.ID, "000000198805150011")
ADULT_INSURANCE_CARD = CardRef(CardKind.INSURANCE, "YB80000001")
CHILD_CARD = CardRef(CardKind.VISIT, "80000002")
MOTHER_ID_CARD = CardRef(CardKind.ID, "000000199002140025")
OLD_CARD = CardRef(CardKind.VISIT, "80000003")
OLD_HEALTH_CARD = CardRef(CardKind.HEALTH, "JK80000003")
ENDED_CARD = CardRef(CardKind.VISIT, "80000008")
STRANGER_CARD = CardRef(CardKind.VISIT, "89999999")
"""Led to nobody: UNKNOWN_CARD."""

DELEGATES = {
    CHILD.id: (Delegate(MOTHER, Relation.MOTHER),),
    OLD_MAN.id: (Delegate(HELPER, Relation.HELPER),),
}
OWNERS = (
    (ADULT_CARD, ADULT),
    (ADULT_ID_CARD, ADULT),
    (ADULT_INSURANCE_CARD, ADULT),
    (CHILD_CARD, CHILD),
    (MOTHER_ID_CARD, MOTHER),
    (OLD_CARD, OLD_MAN),
    (OLD_HEALTH_CARD, OLD_MAN),
)
HOLDERS = {card: CardHolder(card, person, DELEGATES.get(person.id, ())) for card, person in OWNERS}


def price_fen(department: Department, doctor: Doctor | None) -> int:
    if doctor is None:
        return EXAMINATION_PRICE_FEN.get(department.id, 0)
    if doctor.id == FREE_DOCTOR:
        return 0
    return CHIEF_PRICE_FEN if doctor.title is _CHIEF else DOCTOR_PRICE_FEN
