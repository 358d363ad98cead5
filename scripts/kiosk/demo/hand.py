"""What the demonstration's hand can do: cards, codes, the printer, the network, and who stands before the camera."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from camera.scene.heads.placed import Guise, Placed
from hardware.cards.fake import FakeCardReader
from hardware.printers.fake import FakePrinter
from hardware.scanners.fake import FakeScanner
from kiosk.desk.fake import hospital
from kiosk.desk.values import Payment
from scripts.kiosk.demo.desk import CuttableDesk, pay
from scripts.kiosk.demo.people import ADULT, VISITORS, Visitor, somebody_else
from ui.visitor.hand_window import HandButton

SLIPS_SHOWN = 3


@dataclass
class DemoHand:
    """`stage_file` is what the drawn camera reads; `payment` answers the payment that the kiosk waits for."""

    reader: FakeCardReader
    scanner: FakeScanner
    printer: FakePrinter
    desk: CuttableDesk
    hub_url: str
    stage_file: Path
    photos: Mapping[str, Path]
    payment: Callable[[], Payment | None] = lambda: None
    _guise: Guise = Guise.PERSON
    _is_somebody_else: bool = False
    _visitor: Visitor = ADULT
    _has_card: bool = field(default=False)

    def __post_init__(self) -> None:
        self._stand()

    def place(self, visitor: Visitor) -> None:
        self.pull()
        self._visitor = visitor
        self._stand()
        self._has_card = True
        self.reader.insert(visitor.card)

    def place_upside_down(self) -> None:
        self.pull()
        self._has_card = True
        self.reader.insert_upside_down()

    def pull(self) -> None:
        if self._has_card:
            self._has_card = False
            self.reader.pull()

    def stand(self, guise: Guise, *, somebody_else: bool = False) -> None:
        self._guise, self._is_somebody_else = guise, somebody_else
        self._stand()

    def pay(self) -> None:
        payment = self.payment()
        if payment is not None:
            pay(self.hub_url, payment.qr_text)

    def cut(self, is_away: bool) -> None:
        self.desk.is_away = is_away

    def printed(self) -> str:
        return "\n\n".join(
            slip.text + ("" if slip.whole else "\n~~~~~~~~") for slip in self.printer.slips[-SLIPS_SHOWN:]
        )

    def groups(self) -> Sequence[tuple[str, Sequence[HandButton]]]:
        """The buttons of ui.visitor.hand_window."""
        cards = [HandButton(one.label, lambda one=one: self.place(one)) for one in VISITORS]  # type: ignore[misc]
        return (
            ("卡 · card", [*cards, HandButton("卡放反了 · upside down", self.place_upside_down), _pull(self)]),
            ("扫码 · scan", self._codes()),
            ("镜头前 · before the camera", self._before_the_camera()),
            ("打印机 · printer", self._paper()),
            ("付款和网络 · paying and network", self._others()),
        )

    def _codes(self) -> list[HandButton]:
        codes = {
            "医保码 · insurance code": hospital.ADULT_INSURANCE_CARD.number,
            "健康码 · health code": hospital.OLD_HEALTH_CARD.number,
            "身份证号 · ID number": hospital.ADULT_ID_CARD.number,
            "无关的码 · some other code": "https://example.org/menu",
        }
        return [HandButton(label, lambda text=text: self.scanner.scan(text)) for label, text in codes.items()]  # type: ignore[misc]

    def _before_the_camera(self) -> list[HandButton]:
        return [
            HandButton("本人 · the person", lambda: self.stand(Guise.PERSON)),
            HandButton("别人 · somebody else", lambda: self.stand(Guise.PERSON, somebody_else=True)),
            HandButton("照片 · a printed photograph", lambda: self.stand(Guise.PRINT)),
            HandButton("戴口罩 · a mask", lambda: self.stand(Guise.MASK)),
            HandButton("没有人 · nobody", lambda: self.stand(Guise.NOBODY)),
        ]

    def _paper(self) -> list[HandButton]:
        return [
            HandButton("没纸了 · out of paper", self.printer.run_out_of_paper),
            HandButton("换纸 · refill", self.printer.refill),
            HandButton("打开盖子 · open cover", self.printer.open_cover),
            HandButton("合上盖子 · close cover", self.printer.close_cover),
        ]

    def _others(self) -> list[HandButton]:
        return [
            HandButton("手机付款 · pay now", self.pay),
            HandButton("断网 · desk away", lambda: self.cut(True)),
            HandButton("网络恢复 · desk back", lambda: self.cut(False)),
        ]

    def _stand(self) -> None:
        """Whole or not at all: the camera looks at the file at any moment."""
        person = self._visitor.stands_there
        shown = self.photos[somebody_else(person) if self._is_somebody_else else person]
        placed = Placed(self._guise, "" if self._guise is Guise.NOBODY else str(shown))
        draft = self.stage_file.with_suffix(".new")
        draft.write_text(placed.to_json(), encoding="utf-8")
        draft.replace(self.stage_file)


def _pull(hand: DemoHand) -> HandButton:
    return HandButton("拔卡 · take the card out", hand.pull)
