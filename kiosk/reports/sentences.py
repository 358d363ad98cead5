"""What a patient pressed and typed, as the words of a report that a reviewer reads and reports are grouped by. Pure."""

from kiosk.reports.values import ScalperReport

WHAT = {
    "offered": "有人向我卖号",
    "queues": "有人替别人排队占号",
    "took-money": "有人收了钱，没有给号",
    "took-card": "有人动了我的手机、卡或证件",
    "other": "别的事情",
}


def words_of(report: ScalperReport) -> str:
    """A telephone number and a WeChat name bear their word, by which they are recognised."""
    told = [WHAT.get(report.what, report.what)]
    told += [f"电话 {report.words}"] if report.words else []
    told += [f"微信 {report.wechat}"] if report.wechat else []
    return "，".join(told)
