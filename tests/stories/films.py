"""A few seconds of the drawn entrance as a recording, with few enough frames to be watched twice."""

from pathlib import Path

from camera.scene.cast import Person
from camera.scene.entrance import EntranceScene
from camera.scene.portraits import packaged_people
from camera.scene.video import write_video

SECONDS = 8.0
FPS = 12.5
FRAMES = round(SECONDS * FPS)


def people_named(name: str) -> list[Person]:
    return [person for person in packaged_people() if person.who == name]


def film(path: Path, people: list[Person]) -> None:
    scene = EntranceScene(people)
    frames = (scene.frame(number / FPS) for number in range(FRAMES))
    write_video(path, FPS, (scene.width_px, scene.height_px), frames)
