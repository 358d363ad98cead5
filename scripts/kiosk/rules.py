"""What the settings file says of a kiosk, as the rules of its visits."""

from kiosk.desk.values import Words
from kiosk.visit.screen import Look
from kiosk.visit.site import Patience, SiteRules
from scripts.kiosk.settings import KioskTree

UNNAMED = Words("本院", "This hospital")


def site_rules(tree: KioskTree, languages: tuple[str, ...]) -> SiteRules:
    """`languages`: those that there are texts for, the site's own first."""
    kiosk, site = tree.kiosk, tree.site
    return SiteRules(
        hospital=Words(site.name, site.name_en) if site.name.strip() else UNNAMED,
        counter=Words(kiosk.counter, kiosk.counter_en),
        counter_place=Words(kiosk.counter_place, kiosk.counter_place_en),
        kiosk=kiosk.name,
        services=kiosk.offered,
        checked_services=frozenset(kiosk.face_check),
        checked_departments=frozenset(kiosk.checked_departments),
        tries=kiosk.tries,
        child_below_years=kiosk.child_below_years,
        watch_looks=kiosk.watch_looks,
        speaks=kiosk.speaks,
        languages=languages,
        report_places=tuple(Words(place.name, place.name_en) for place in kiosk.reports.places),
        look=Look(language=kiosk.language),
        patience=Patience(idle_s=kiosk.idle_s),
    )
