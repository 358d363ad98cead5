"""Which of the installed models a door is watched with."""

from camera.errors import ModelError
from camera.models.catalogue import CATALOGUE, YUNET, YUNET_2026, did_you_mean, how_to_install
from camera.models.store import Installed, ModelStore

AUTO, HOG, DLIB = "auto", "hog", "dlib"
DETECTORS = (AUTO, HOG, *(pin.name for pin in CATALOGUE if pin.kind == "detector"))

DOOR_ADVICE = (
    "dlib's embedder misses too many East Asian faces to watch a door. At its threshold none of 194 strangers rang, "
    "but of those listed with 1 photograph 74 % were missed, with 3 photographs 50 %, 20 % where two stills were "
    "fused (watchlist/THRESHOLDS.md); a threshold loose enough to find them rings for strangers. Install an "
    "embedder of the ArcFace type ('gatehouse models fetch sface') first."
)


def chosen_names(store: ModelStore, detector: str, embedder: str) -> tuple[str, str]:
    """The two choices with their own names, which stay the same when another model is installed. Raises ModelError."""
    finder, comparer = choose_detector(store, detector), choose_embedder(store, embedder)
    return HOG if finder is None else finder.name, DLIB if comparer is None else comparer.name


def door_advice(store: ModelStore, embedder: str = AUTO, *, calibrated: bool = False) -> str | None:
    """What speaks against watching a door with this choice of embedder, None when nothing does. Raises ModelError.

    `calibrated`: the site's settings have an operating point of their own for it.
    """
    chosen = choose_embedder(store, embedder)
    if chosen is None:
        return DOOR_ADVICE
    if calibrated or (chosen.manifest is not None and chosen.manifest.measured):
        return None
    return (
        f"nobody has measured the thresholds of {chosen.name}: they are a guess. Run 'gatehouse calibrate --faces DIR' "
        "with photographs of faces like your visitors' and put the threshold into gatehouse.toml, under "
        "[operating_points], before a door is watched."
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
    if asked not in DETECTORS:
        raise ModelError(f"no detector is called {asked!r}", did_you_mean(asked, DETECTORS))
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
