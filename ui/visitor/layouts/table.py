"""Which widget draws which layout."""

from kiosk.visit.screen import Layout
from ui.visitor.layouts.attract import AttractPage
from ui.visitor.layouts.choices import ChoicesPage
from ui.visitor.layouts.grid import GridPage
from ui.visitor.layouts.message import MessagePage
from ui.visitor.layouts.mirror import MirrorPage
from ui.visitor.layouts.notice import NoticePage
from ui.visitor.layouts.page import PageView
from ui.visitor.layouts.qr import QrPage
from ui.visitor.layouts.result import ResultPage
from ui.visitor.layouts.search import SearchPage
from ui.visitor.layouts.summary import SummaryPage
from ui.visitor.layouts.wait import WaitPage

PAGES: dict[Layout, type[PageView]] = {
    Layout.ATTRACT: AttractPage,
    Layout.CHOICES: ChoicesPage,
    Layout.GRID: GridPage,
    Layout.SEARCH: SearchPage,
    Layout.NOTICE: NoticePage,
    Layout.MIRROR: MirrorPage,
    Layout.SUMMARY: SummaryPage,
    Layout.QR: QrPage,
    Layout.WAIT: WaitPage,
    Layout.RESULT: ResultPage,
    Layout.MESSAGE: MessagePage,
}
