"""Something is under way: the same calm page as a message, still, without anything to press."""

from ui.visitor.layouts.message import MessagePage


class WaitPage(MessagePage):
    pass
