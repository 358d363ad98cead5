"""What every appointment book must keep, whatever its data live in: inherit it and bring a fixture `world`."""

from tests.kiosk.desk.contract_hoarding import HoardingContract
from tests.kiosk.desk.contract_holding import ActingContract, HoldingContract
from tests.kiosk.desk.contract_offers import CardsContract, OffersContract
from tests.kiosk.desk.contract_time import ClockContract, MidnightContract
from tests.kiosk.desk.contract_visits import CancelContract, LimitsContract, PickUpContract


class BookContract(
    CardsContract,
    OffersContract,
    HoldingContract,
    ActingContract,
    PickUpContract,
    CancelContract,
    LimitsContract,
    HoardingContract,
    MidnightContract,
    ClockContract,
):
    """All of it."""
