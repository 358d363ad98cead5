"""A picture that fills its frame, and a face with what is written under it."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.guard.label import CENTRE, OneLine
from ui.guard.shelf import Shelf
from ui.guard.skin import Skin
from ui.shared.metrics import Role
from watchlist.post.console.screen import Face

PAIR_GAP_PX = 16


class PictureView(QLabel):
    """The middle of a picture, as large as the frame; words where there is none."""

    def __init__(self, skin: Skin, role: Role = Role.BODY) -> None:
        super().__init__()
        self.skin = skin
        self._picture: QPixmap | None = None
        self.setFont(skin.font(role))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, skin.colour("muted"))
        self.setPalette(palette)
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setWordWrap(True)
        self.setAlignment(CENTRE)
        self.setMargin(skin.px(8) if role is not Role.SMALL else 0)

    def show_picture(self, picture: QPixmap | None, spoken: str, instead: str = "") -> None:
        """The label holds the picture, so that a screen reader knows it for one."""
        self.setAccessibleName(spoken)
        if picture is None:
            self._picture = None
            if instead != self.text() or not self.pixmap().isNull():
                self.setText(instead)
        elif picture is not self._picture:
            self._picture = picture
            self.setPixmap(picture)

    def sizeHint(self) -> QSize:
        return QSize(self.skin.px(80), self.skin.px(80))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(frame, self.skin.px(8), self.skin.px(8))
        painter.fillPath(shape, self.skin.colour("bar"))
        if self._picture is not None:
            painter.setClipPath(shape)
            painter.drawPixmap(self.rect(), self._picture, middle(self._picture.size(), self.size()))
            painter.setClipping(False)
        painter.setPen(QPen(self.skin.colour("border"), 1))
        painter.drawPath(shape)
        painter.end()
        if self._picture is None:
            super().paintEvent(event)


def middle(picture: QSize, frame: QSize) -> QRect:
    """The largest part of a picture that has the shape of the frame."""
    part = frame.scaled(picture, Qt.AspectRatioMode.KeepAspectRatio)
    return QRect((picture.width() - part.width()) // 2, (picture.height() - part.height()) // 2, *part.toTuple())


class FaceView(QWidget):
    """A square, above it which of the pictures it is, below it whose."""

    def __init__(self, skin: Skin, name_role: Role = Role.TITLE) -> None:
        super().__init__()
        self.skin = skin
        self._caption = OneLine(skin, Role.SMALL, "muted", align=CENTRE)
        self.picture = PictureView(skin)
        self._name = OneLine(skin, name_role, bold=True, align=CENTRE)
        for part in (self._caption, self.picture, self._name):
            part.setParent(self)

    def show_face(self, face: Face, shelf: Shelf) -> None:
        caption, name = self.skin.say(face.caption), self.skin.say(face.name)
        self._caption.say(caption)
        self._name.say(name)
        waits = shelf.is_waited_for(face.key)
        instead = self.skin.wording.plain("face.waits") if waits else self.skin.say(face.missing)
        self.picture.show_picture(shelf.get(face.key), f"{caption}, {name}", instead)

    def written_px(self) -> int:
        """The height of what is written above and below."""
        return self._caption.line_px + self._name.line_px + self.skin.px(16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        above, below = self._caption.line_px, self._name.line_px
        side = max(min(self.width(), self.height() - self.written_px()), 1)
        left = (self.width() - side) // 2
        self._caption.setGeometry(0, 0, self.width(), above)
        self.picture.setGeometry(left, above + self.skin.px(8), side, side)
        self._name.setGeometry(0, above + side + self.skin.px(14), self.width(), below)


class Faces(QWidget):
    """Side by side, equally large, from the left or in the middle."""

    def __init__(self, skin: Skin, name_role: Role = Role.TITLE, *, is_centred: bool = False) -> None:
        super().__init__()
        self.skin = skin
        self._name_role = name_role
        self._is_centred = is_centred
        self.views: list[FaceView] = []

    def show_faces(self, faces: tuple[Face, ...], shelf: Shelf) -> None:
        while len(self.views) > len(faces):
            view = self.views.pop()
            view.hide()
            view.deleteLater()
        while len(self.views) < len(faces):
            view = FaceView(self.skin, self._name_role)
            view.setParent(self)
            view.show()
            self.views.append(view)
            self._arrange()
        for view, face in zip(self.views, faces, strict=True):
            view.show_face(face, shelf)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self.views:
            return
        gap, count = self.skin.px(PAIR_GAP_PX), len(self.views)
        width = max((self.width() - gap * (count - 1)) // count, 1)
        side = min(width, max(self.height() - self.views[0].written_px(), 1))
        left = (self.width() - side * count - gap * (count - 1)) // 2 if self._is_centred else 0
        for place, view in enumerate(self.views):
            view.setGeometry(left + place * (side + gap), 0, side, side + view.written_px())
