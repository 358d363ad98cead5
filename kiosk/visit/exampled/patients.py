"""Made-up patients, doctors, times and papers, for examples and demonstrations. Pure."""

from datetime import date, datetime, timedelta

from hardware.cards.events import CardKind
from kiosk.desk.values import (
    Bill,
    BillKind,
    BillLine,
    Booking,
    BookingState,
    CardHolder,
    CardRef,
    DayOffer,
    Delegate,
    Department,
    DepartmentKind,
    Doctor,
    Payment,
    PaymentState,
    PaySubject,
    Person,
    QueuePlace,
    Relation,
    Report,
    Slot,
    Words,
)

HOSPITAL = Words("市第一医院", "City First Hospital")
PLACES = (
    Words("北门", "North gate"),
    Words("门诊大厅", "Outpatients' hall"),
    Words("挂号窗口", "Registration windows"),
    Words("自助机旁", "Beside the kiosks"),
    Words("停车场", "Car park"),
    Words("住院部", "Inpatients' building"),
)
CARDIOLOGY = Department(
    "card", DepartmentKind.CLINIC, Words("心内科", "Cardiology"), Words("2楼 3诊区", "Floor 2, area 3"), "xnk"
)
PAEDIATRICS = Department(
    "paed", DepartmentKind.CLINIC, Words("儿科", "Paediatrics"), Words("1楼 1诊区", "Floor 1, area 1"), "ek"
)
LONG_NAME = Department(
    "long",
    DepartmentKind.CLINIC,
    Words("肝胆胰外科与微创介入治疗中心", "Hepatobiliary, Pancreatic and Minimally Invasive Surgery"),
    Words("门诊楼5楼 东侧 12诊区", "Outpatient building, floor 5, east side, area 12"),
    "gdywkywcjrzlzx",
)
CLINICS = (CARDIOLOGY, PAEDIATRICS, LONG_NAME)
MRI = Department(
    "mri",
    DepartmentKind.EXAMINATION,
    Words("核磁共振", "MRI"),
    Words("地下1楼 影像中心", "Basement 1, imaging"),
    "hcgz",
)
ENDOSCOPY = Department(
    "endo", DepartmentKind.EXAMINATION, Words("胃肠镜", "Endoscopy"), Words("3楼 内镜中心", "Floor 3, endoscopy"), "wcj"
)
LI = Doctor("li", "card", Words("李娜", "Li Na"), Words("主任医师", "Chief physician"), "ln")
WANG = Doctor("wang", "card", Words("王芳", "Wang Fang"), Words("副主任医师", "Associate chief physician"), "wf")

ZHANG = Person("p-zhang", "张伟", date(1958, 3, 2), has_photo=True)
MOTHER = Person("p-mother", "刘秀英", date(1990, 5, 20), has_photo=True)
FATHER = Person("p-father", "陈强", date(1988, 11, 3), has_photo=True)
CHILD = Person("p-child", "陈小明", date(2019, 6, 1), has_photo=True)
HELPER = Person("p-helper", "赵敏", date(1985, 1, 9), has_photo=True)

ZHANGS_CARD = CardHolder(CardRef(CardKind.VISIT, "V0001"), ZHANG, (Delegate(HELPER, Relation.HELPER),))
LONELY_CARD = CardHolder(CardRef(CardKind.VISIT, "V0002"), ZHANG)
CHILDS_CARD = CardHolder(
    CardRef(CardKind.VISIT, "V0003"),
    CHILD,
    (Delegate(MOTHER, Relation.MOTHER), Delegate(FATHER, Relation.FATHER)),
)
FAMILY_CARD = CardHolder(
    CardRef(CardKind.VISIT, "V0004"),
    ZHANG,
    (
        Delegate(MOTHER, Relation.CHILD),
        Delegate(FATHER, Relation.SPOUSE),
        Delegate(HELPER, Relation.GUARDIAN),
        Delegate(Person("p-grandpa", "陈建国", date(1955, 4, 4)), Relation.GRANDPARENT),
    ),
)


def many_departments() -> tuple[Department, ...]:
    """As many as a large hospital has on one list."""
    return (
        *CLINICS,
        *(
            Department(f"d{n}", DepartmentKind.CLINIC, Words(f"专科{n}", f"Clinic {n}"), Words("3楼", "Floor 3"))
            for n in range(1, 30)
        ),
    )


def slot_at(
    clock: datetime, hour: int, minute: int = 0, *, left: int = 3, fen: int = 5000, doctor: Doctor | None = LI
) -> Slot:
    begin = clock.replace(hour=hour, minute=minute, second=0, microsecond=0)
    department = CARDIOLOGY if doctor else MRI
    slot_id = f"{department.id}-{begin:%m%d%H%M}-{doctor.id if doctor else 'x'}"
    return Slot(slot_id, department, doctor, begin, begin + timedelta(minutes=30), 5, left, fen)


def slots_of_day(clock: datetime, *, full: bool = False) -> tuple[Slot, ...]:
    """A morning and an afternoon; some places full, or all of them."""
    begins = [(hour, minute) for hour in (8, 9, 10, 11, 14, 15, 16) for minute in (0, 30)]
    doctors = (LI, WANG)
    return tuple(
        slot_at(clock, hour, minute, left=0 if full else (place * 3) % 5, doctor=doctors[place % 2])
        for place, (hour, minute) in enumerate(begins)
    )


def days_from(clock: datetime) -> tuple[DayOffer, ...]:
    return tuple(DayOffer(clock.date() + timedelta(days=n), (n * 7) % 13) for n in range(7))


def booking_at(
    slot: Slot,
    state: BookingState = BookingState.BOOKED,
    *,
    is_paid: bool = True,
    queue: QueuePlace | None = None,
    held_until: datetime | None = None,
    patient: Person = ZHANG,
) -> Booking:
    return Booking(
        f"b-{slot.id}",
        slot,
        patient.id,
        state,
        "20481357",
        "wechat",
        is_paid,
        held_until,
        slot.starts_at - timedelta(minutes=60),
        slot.ends_at,
        queue,
    )


PLACE = QueuePlace("A017", 6, 25, CARDIOLOGY.name, CARDIOLOGY.place)
BILL = Bill(
    "bill-1",
    BillKind.OUTPATIENT,
    Words("10月18日 心内科门诊", "Cardiology, 18 October"),
    (
        BillLine(Words("血常规", "Blood count"), 2500),
        BillLine(Words("心电图", "Electrocardiogram"), 3000),
        BillLine(Words("阿司匹林肠溶片 100mg×30", "Aspirin 100 mg, 30 tablets"), 1580),
    ),
    is_paid=False,
)
DEPOSIT = Bill(
    "bill-2",
    BillKind.INPATIENT,
    Words("住院预交金", "Inpatient deposit"),
    (BillLine(Words("预交金", "Deposit"), 500_000),),
    is_paid=False,
)


def payment_of(fen: int, clock: datetime, state: PaymentState = PaymentState.WAITING) -> Payment:
    return Payment(
        "pay-1",
        PaySubject.BOOKING,
        "b-1",
        fen,
        state,
        "weixin://wxpay/bizpayurl?pr=example",
        clock + timedelta(minutes=5),
    )


def report_of(clock: datetime, *, is_ready: bool = True) -> Report:
    lines = ("白细胞 6.2 ×10⁹/L（3.5–9.5）", "血红蛋白 138 g/L（130–175）", "血小板 210 ×10⁹/L（125–350）")
    return Report("r-1", Words("血常规", "Blood count"), clock - timedelta(days=2), is_ready, lines if is_ready else ())
