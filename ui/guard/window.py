"""The guard's window: it draws a Screen and reports what is pressed and typed; it decides nothing."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from ui.guard.card_view import CardView
from ui.guard.feed_view import FeedView
from ui.guard.head_view import HeadView, Strips
from ui.guard.keys import name_of_key, pressed_by
from ui.guard.login_view import LoginView
from ui.guard.press import Press
from ui.guard.quiet_view import QuietView
from ui.guard.rows import gone
from ui.guard.sheet_view import ForwardView, SheetView
from ui.guard.shelf import Shelf
from ui.guard.side_view import SideView
from ui.guard.skin import Skin
from ui.guard.way_view import WayView
from ui.guard.wording import Wording
from watchlist.post.console.events import NoteTyped, Pressed, Touched, WordsTyped
from watchlist.post.console.pages import Action, Page
from watchlist.post.console.picture_keys import PictureKey
from watchlist.post.console.screen import (
    AlarmCard,
    Button,
    FeedPage,
    ForwardPage,
    LoginPad,
    Quiet,
    Screen,
    SheetPage,
    WayPage,
)

MARGIN_PX = 16
SIDE_PX = 400
MainView = CardView | FeedView | ForwardView | LoginView | QuietView | SheetView | WayView
VIEWS: dict[type, type[MainView]] = {
    AlarmCard: CardView,
    FeedPage: FeedView,
    ForwardPage: ForwardView,
    LoginPad: LoginView,
    Quiet: QuietView,
    SheetPage: SheetView,
    WayPage: WayView,
}
TOUCHES = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.KeyPress, QEvent.Type.Wheel}


class GuardWindow(QWidget):
    """Signals: intent: an event of watchlist.post.console.events."""

    intent = Signal(object)

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.wording = wording
        self.shelf = Shelf()
        self.main: MainView | None = None
        self._screen: Screen | None = None
        self._parts: QWidget | None = None
        self._announced = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(wording.plain("head.title"))
        self.setWindowTitle(wording.plain("head.title"))

    @property
    def screen_shown(self) -> Screen | None:
        return self._screen

    def least_size(self) -> QSize:
        """What its parts need; a window may be smaller than that, and then something is cut off."""
        return self._parts.minimumSizeHint() if self._parts else QSize()

    def press_named(self, name: str) -> Press | None:
        return self.findChild(Press, name)

    def show_screen(self, screen: Screen, wording: Wording) -> None:
        """Draw it. When a guard leaves, everything is built anew: nothing that was written stays in any widget."""
        before, self._screen = self._screen, screen
        self.wording = wording
        left = before is not None and before.page is not Page.LOGIN and screen.page is Page.LOGIN
        looks = (screen.language, screen.dark)
        if before is None or left or looks != (before.language, before.dark) or self._parts is None:
            self._dress()
        self._fill()

    def show_picture(self, key: PictureKey, jpeg: bytes | None) -> None:
        if self.shelf.put(key, jpeg):
            self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._screen is not None and event.size() != event.oldSize():
            self._dress()
            self._fill()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._screen is not None:
            QPainter(self).fillRect(self.rect(), self._skin().colour("page"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever is touched in this window: somebody is there."""
        if event.type() in TOUCHES and isinstance(watched, QWidget) and watched.window() is self:
            self.intent.emit(Touched())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if self._screen is None or event.isAutoRepeat():
            return
        if isinstance(focused, QLineEdit) and focused.isVisible():
            self._key_in_field(event)
            return
        pressed = pressed_by(event, self._screen)
        if name_of_key(event) == "Space" and isinstance(focused, QAbstractButton) and not self._may_take():
            focused.click()
        elif pressed is not None:
            self.intent.emit(pressed)

    def _key_in_field(self, event: QKeyEvent) -> None:
        """A field has already had its part of the keys."""
        if name_of_key(event) in ("Esc", "Enter"):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif name_of_key(event) in ("PgUp", "PgDn") and self._screen is not None:
            pressed = pressed_by(event, self._screen)
            if pressed is not None:
                self.intent.emit(pressed)

    def _may_take(self) -> bool:
        """Whether some alarm waits for the space key, in front or in a strip."""
        screen = self._screen
        if screen is None:
            return False
        waits = any(strip.button is not None and strip.button.action is Action.CHOOSE for strip in screen.strips)
        return waits or any(button.action is Action.TAKE for button in screen.buttons)

    def _skin(self) -> Skin:
        dark = self._screen.dark if self._screen else False
        return Skin.of(self.width(), self.height(), dark, self.wording)

    def _dress(self) -> None:
        """Everything that depends on language, colours and the size of the window."""
        skin = self._skin()
        gone(self._parts)
        self.main = None
        self._parts = QWidget()
        margin = skin.px(MARGIN_PX)
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(skin.px(8))
        self._head, self._strips, self._side = HeadView(skin), Strips(skin), SideView(skin)
        self._side.setFixedWidth(skin.px(SIDE_PX))
        self._body = QHBoxLayout()
        self._body.setSpacing(margin)
        self._body.addWidget(self._side)
        column.addWidget(self._head)
        column.addWidget(self._strips)
        column.addLayout(self._body, 1)
        for part in (self._head, self._strips, self._side):
            part.pressed.connect(self._pressed)
        self._column.addWidget(self._parts)
        self.update()

    def _fill(self) -> None:
        screen = self._screen
        if screen is None:
            return
        self._head.show_head(screen.head)
        self._strips.show_strips(screen.strips)
        self._side.show_side(screen.side, self.shelf)
        kind = VIEWS[type(screen.main)]
        if not isinstance(self.main, kind):
            self._open(kind)
        assert self.main is not None
        self.main.show_main(screen.main, self.shelf)  # type: ignore[arg-type]
        self._announce(screen)

    def _open(self, kind: type[MainView]) -> None:
        gone(self.main)
        self.main = kind(self._skin())
        self.main.setObjectName("main")
        for name, handle in (("pressed", self._pressed), ("typed", self._typed), ("noted", self._noted)):
            signal = getattr(self.main, name, None)
            if signal is not None:
                signal.connect(handle)
        self._body.insertWidget(0, self.main, 1)
        if isinstance(self.main, FeedView):
            self.main.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not isinstance(self.focusWidget(), Press):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self, button: object) -> None:
        assert isinstance(button, Button)
        self.intent.emit(Pressed(button.action, button.value))

    def _typed(self, words: str) -> None:
        self.intent.emit(WordsTyped(words))

    def _noted(self, words: str) -> None:
        self.intent.emit(NoteTyped(words))

    def _announce(self, screen: Screen) -> None:
        """A screen reader says an alarm and every strip as soon as it is there."""
        told = [self.wording.of(strip.text) for strip in screen.strips[:1]]
        if isinstance(screen.main, AlarmCard):
            told = [self.wording.of(screen.main.word), self.wording.of(screen.main.door)]
        words = " ".join(told)
        if words != self._announced:
            self._announced = words
            if words:
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def watch_touches(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def retire(self) -> None:
        """Out of sight, and no longer called at each event of the program. It is not closed: whoever ends the program
        with its window would end what comes after."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()
