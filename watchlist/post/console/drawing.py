"""From the console's state to what is shown. Pure."""

from datetime import datetime

from watchlist.post.console import ringing
from watchlist.post.console.draw_card import card
from watchlist.post.console.draw_feed import feed_page
from watchlist.post.console.draw_head import head, strips
from watchlist.post.console.draw_login import login_pad
from watchlist.post.console.draw_quiet import quiet
from watchlist.post.console.draw_sheet import forward_page, sheet_page
from watchlist.post.console.draw_side import side
from watchlist.post.console.draw_way import way_page
from watchlist.post.console.pages import Page
from watchlist.post.console.screen import Main, Screen
from watchlist.post.console.state import Console


def screen_of(state: Console, at: datetime) -> Screen:
    told = strips(state, at)
    return Screen(
        page=state.shift.page if state.shift else Page.LOGIN,
        language=state.language,
        dark=state.dark,
        head=head(state, at),
        strips=told,
        main=_main(state, at),
        side=side(state, at, len(told)),
        rings=ringing.ring(state, at),
    )


def _main(state: Console, at: datetime) -> Main:
    shift = state.shift
    if shift is None:
        return login_pad(state, at)
    alarm = shift.alarm(shift.shown)
    opened = shift.alarm(shift.sheet_of)
    match shift.page:
        case Page.FEED:
            return feed_page(state, shift)
        case Page.SHEET if opened is not None:
            return sheet_page(state, shift, opened, at)
        case Page.WAY if opened is not None:
            return way_page(state, shift, opened, at)
        case Page.FORWARD if alarm is not None:
            return forward_page(shift, alarm)
        case _:
            return quiet(state, at) if alarm is None else card(state, shift, alarm, at)
