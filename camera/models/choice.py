"""Which of the installed models a door is watched with."""

from camera.errors import ModelError
from camera.models.catalogue import CATALOGUE, YUNET, YUNET_2026, did_you_mean, how_to_install
from camera.models.store import Installed, ModelStore

AUTO, HOG, DLIB = "auto", "hog", "dlib"

DOOR_ADVICE = (
    "dlib's embedder takes too many East Asian strangers for one another: install an embedder of the ArcFace type "
    "('gatehouse models fetch sface') before a door is watched."
)


def choose_detector(store: ModelStore, asked: str = AUTO) -> Installed | None:
    """The YuNet file to use, None for HOG. Raises ModelError for an unknown name or one that is not installed."""
    yunets = [model for model in store.of_kind("detector") if model.name in (YUNET.name, YUNET_2026.name)]
    if asked == HOG:
        return None
    if asked == AUTO:
        return yunets[0] if yunets else None
    if asked == YUNET.name and yunets:
        return yunets[0]
    if asked == YUNET.name:
        raise ModelError("the detector 'yunet' is not installed", how_to_install(YUNET))
    if asked not in [pin.name for pin in CATALOGUE if pin.kind == "detector"]:
        names = [AUTO, HOG, YUNET.name, YUNET_2026.name]
        raise ModelError(f"no detector is called {asked!r}", did_you_mean(asked, names))
    return store.find("detector", asked)


def choose_embedder(store: ModelStore, asked: str = AUTO) -> Installed | None:
    """The ArcFace-type embedder to use, None for dlib's. Raises ModelError as choose_detector does."""
    there = store.of_kind("embedder")
    if asked == DLIB:
        return None
    if asked == AUTO:
        return there[0] if there else None
    known = [AUTO, DLIB, *(pin.name for pin in CATALOGUE if pin.kind == "embedder"), *(model.name for model in there)]
    if asked not in known:
        raise ModelError(f"no embedder is called {asked!r}", did_you_mean(asked, dict.fromkeys(known)))
    return store.find("embedder", asked)
