"""The sample hospital's bills and reports, relative to a given moment. Pure."""

from datetime import datetime, timedelta

from kiosk.desk.fake.hospital import ADULT, CHILD, OLD_MAN
from kiosk.desk.values import Bill, BillKind, BillLine, Report, Words


def sample_bills() -> dict[str, tuple[str, Bill]]:
    """By id: whose, and the bill."""
    medicine = (
        BillLine(Words("血常规", "Blood count"), 2500),
        BillLine(Words("阿莫西林胶囊", "Amoxicillin capsules"), 1860),
        BillLine(Words("诊查费", "Consultation"), 5000),
    )
    ward = (
        BillLine(Words("床位费 3 天", "Bed, 3 days"), 18000),
        BillLine(Words("护理费", "Nursing"), 9000),
    )
    child = (BillLine(Words("雾化治疗", "Nebuliser treatment"), 3200),)
    return {
        "bill-1": (ADULT.id, Bill("bill-1", BillKind.OUTPATIENT, Words("门诊费用", "Outpatient"), medicine, False)),
        "bill-2": (OLD_MAN.id, Bill("bill-2", BillKind.INPATIENT, Words("住院费用", "Inpatient"), ward, False)),
        "bill-3": (CHILD.id, Bill("bill-3", BillKind.OUTPATIENT, Words("门诊费用", "Outpatient"), child, False)),
    }


def sample_reports(now: datetime) -> dict[str, tuple[str, Report]]:
    """By id: whose, and the report."""
    blood = ("白细胞 WBC 6.2 x10^9/L (3.5-9.5)", "血红蛋白 HGB 142 g/L (130-175)", "血小板 PLT 231 x10^9/L (125-350)")
    blood_at, lungs_at = now - timedelta(days=1, hours=2), now - timedelta(hours=3)
    return {
        "report-1": (ADULT.id, Report("report-1", Words("血常规", "Blood count"), blood_at, True, blood)),
        "report-2": (ADULT.id, Report("report-2", Words("胸部正位片", "Chest X-ray"), lungs_at, False)),
        "report-3": (OLD_MAN.id, Report("report-3", Words("血常规", "Blood count"), blood_at, True, blood)),
    }
