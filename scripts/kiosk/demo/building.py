"""Puts the demonstration's kiosk together: a temporary home, a hub, fake parts and a drawn camera."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from camera.leases.mirror import hold_mirror
from camera.leases.protocol import Mirror, OnFrame, OnTold
from camera.leases.shared_camera import SharedCamera
from hardware.cards.fake import FakeCardReader
from hardware.printers.fake import FakePrinter
from hardware.scanners.fake import FakeScanner
from kiosk.desk.values import Words
from kiosk.reports.fake import FakeReports
from kiosk.visit.site import SiteRules
from scripts.command import Context
from scripts.demo.stage import Stage
from scripts.kiosk.camera import kiosk_camera
from scripts.kiosk.demo.desk import demo_hub
from scripts.kiosk.demo.hand import DemoHand
from scripts.kiosk.demo.people import CODES, write_photographs
from scripts.kiosk.parts import KioskParts, typesetter
from scripts.kiosk.program import TEXTS, KioskProgram
from scripts.kiosk.settings import KioskSettings, PrinterSettings
from scripts.settings import EngineSettings
from ui.shared.texts import Texts
from ui.visitor.speech import VoiceAndChime

HOSPITAL = Words("演示医院", "Demonstration Hospital")


@dataclass(frozen=True, slots=True)
class Demo:
    """`make_program` wants an application first; `run_dir` is where the camera's worker is found."""

    home: Path
    site: SiteRules
    parts: KioskParts
    hand: DemoHand
    stage: Stage
    run_dir: Path
    shared: SharedCamera

    def make_program(self, voice: VoiceAndChime | None = None) -> KioskProgram:
        program = KioskProgram(self.home, self.site, self.parts, Texts.load(TEXTS), self.stage.environ, voice)
        self.hand.payment = lambda: program.conversation.state.visitor.task.payment
        return program


@contextmanager
def kiosk_demo(context: Context, camera: str | None = None) -> Iterator[Demo]:
    """All of it is in a temporary folder and goes with it. `camera`: a real one instead of the drawn patients."""
    with tempfile.TemporaryDirectory(prefix="gatehouse-kiosk-") as folder:
        stage = Stage(context, Path(folder), Path(folder) / "unused.jpg")
        photos = write_photographs(Path(folder) / "photographs")
        with demo_hub(stage, Path(folder) / "photographs") as (desk, url):
            hand = DemoHand(
                FakeCardReader("reader"), FakeScanner("scanner"), FakePrinter("printer"), desk, url,
                Path(folder) / "stage.json", photos,
            )  # fmt: skip
            address = camera or f"fake:stage?hand={quote(str(hand.stage_file))}"
            shared = kiosk_camera(context.models_dir, KioskSettings(name="demo", camera=address), EngineSettings())
            run_dir = Path(folder) / "run"
            yield Demo(stage.home, SiteRules(HOSPITAL), _parts(hand, shared, run_dir), hand, stage, run_dir, shared)


def _parts(hand: DemoHand, shared: SharedCamera, run_dir: Path) -> KioskParts:
    def open_mirror(on_frame: OnFrame, on_told: OnTold) -> Mirror:
        return hold_mirror(shared, "kiosk", run_dir, on_frame, on_told)

    return KioskParts(
        readers=((hand.reader, True),),
        scanners=(hand.scanner,),
        wedge=True,
        printer=hand.printer,
        typeset=typesetter(PrinterSettings()),
        desk=hand.desk,
        close_desk=hand.desk.close,
        open_mirror=open_mirror,
        codes=CODES,
        reports=FakeReports(),
    )
