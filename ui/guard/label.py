"""Written words: one paragraph in one size and ink, or one line that ends in dots where there is no room."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.guard.skin import Skin
from ui.shared.metrics import Role

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Label(QLabel):
    """Never marked up (a name is only a name), never selected or copied, transparent to the mouse."""

    def __init__(
        self,
        skin: Skin,
        role: Role = Role.BODY,
        ink: str = "text",
        bold: bool = False,
        align: Qt.AlignmentFlag = LEFT,
        wrap: bool = True,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # else that of a button it stands in
        self.setWordWrap(wrap)
        self.setAlignment(align)
        self.setFont(skin.font(role, bold))
        self.set_ink(skin.colour(ink))

    def set_ink(self, colour: QColor) -> None:
        palette = QPalette(self.palette())
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
            palette.setColor(group, QPalette.ColorRole.WindowText, colour)
        if palette != self.palette():
            self.setPalette(palette)

    def say(self, words: str) -> None:
        if words != self.text():
            self.setText(words)
        self.setVisible(bool(words))


class OneLine(Label):
    """The whole of it is what a screen reader says."""

    def __init__(
        self,
        skin: Skin,
        role: Role = Role.BODY,
        ink: str = "text",
        bold: bool = False,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        super().__init__(skin, role, ink, bold, align, wrap=False)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        self._whole = words
        self.setAccessibleName(words)
        self._fit()

    @property
    def line_px(self) -> int:
        """The height of a line in whatever script: a family's Chinese may be higher than its Latin."""
        room, flags = QRect(0, 0, 10_000, 10_000), int(Qt.TextFlag.TextSingleLine)
        return self.fontMetrics().boundingRect(room, flags, "国g").height()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 2, self.line_px)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, self.line_px)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        shown = self._whole
        if metrics.horizontalAdvance(shown) > self.width():
            # What is cut and joined to dots is drawn a little wider than it is measured.
            room = self.width() - metrics.averageCharWidth()
            shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
            self.updateGeometry()
