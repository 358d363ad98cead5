import wave
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.shared.sound import FakeSpeaker
from ui.visitor.speech import FakeVoice, RecordedVoice, SilentVoice, Voice, VoiceByLanguage
from ui.visitor.voices.choice import voice_of
from ui.visitor.voices.espeak import EspeakVoice, find_espeak, spoken


@pytest.fixture
def espeak() -> str:
    program = find_espeak()
    if program is None:
        pytest.skip("missing part: espeak-ng (Debian: espeak-ng)")
    return program


def record(folder: Path, language: str, key: str) -> None:
    (folder / language).mkdir(parents=True, exist_ok=True)
    with wave.open(str(folder / language / f"{key}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\x10\x00" * 800)


def test_mandarin_goes_in_as_pinyin_with_tones() -> None:
    assert spoken("您好，请到3号诊室", "zh") == "nin2 hao3 , qing3 dao4 3 hao4 zhen3 shi4"
    assert spoken("Turn left", "en") == "Turn left"


@pytest.mark.parametrize(("text", "language"), [("请放上您的卡", "zh"), ("Place your card", "en")])
def test_a_sentence_becomes_sound(qtbot: QtBot, espeak: str, text: str, language: str) -> None:
    speaker = FakeSpeaker()
    EspeakVoice(espeak, speaker, QApplication.instance()).say(text, language)
    qtbot.waitUntil(lambda: bool(speaker.played))
    assert speaker.played[0].length_s > 0.6


def test_the_newest_sentence_is_the_one_that_is_heard(qtbot: QtBot, espeak: str) -> None:
    speaker = FakeSpeaker()
    voice = EspeakVoice(espeak, speaker, QApplication.instance())
    voice.say("Place your card, and then choose what you would like to do", "en")
    voice.say("Yes", "en")
    qtbot.waitUntil(lambda: bool(speaker.played))
    qtbot.wait(1)
    assert [sound.length_s < 1.2 for sound in speaker.played] == [True]


def test_a_voice_that_was_stopped_says_nothing_later(qtbot: QtBot, espeak: str) -> None:
    speaker = FakeSpeaker()
    voice = EspeakVoice(espeak, speaker, QApplication.instance())
    voice.say("Place your card, and then choose what you would like to do. " * 5, "en")
    process = voice.rendering
    assert process is not None
    assert process.waitForReadyRead(), "more is to come than a pipe holds"
    voice.stop()
    process.waitForFinished()
    QApplication.processEvents()
    assert speaker.played == []


def test_a_language_it_cannot_say_is_not_said(qapp: QApplication, espeak: str) -> None:
    voice = EspeakVoice(espeak, FakeSpeaker(), qapp)
    voice.say("Сайн байна уу", "mn")
    assert voice.rendering is None


def test_a_recording_is_preferred_and_the_rest_is_left_to_the_other_voice(tmp_path: Path) -> None:
    record(tmp_path, "zh", "say.attract")
    speaker, other = FakeSpeaker(), FakeVoice()
    voice = RecordedVoice(tmp_path, speaker, other)
    voice.say("请放上您的卡", "zh", "say.attract")
    assert (len(speaker.played), other.said) == (1, [])
    voice.say("Place your card", "en", "say.attract")
    voice.say("请放上您的卡", "zh")
    assert (len(speaker.played), other.said) == (1, [("en", "Place your card"), ("zh", "请放上您的卡")])
    voice.stop()
    assert not (speaker.is_playing or other.is_speaking)


def test_a_recording_that_is_none_is_left_to_the_other_voice(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "say.home.wav").write_bytes(b"no sound")
    other = FakeVoice()
    RecordedVoice(tmp_path, FakeSpeaker(), other).say("您想办什么", "zh", "say.home")
    assert other.said == [("zh", "您想办什么")]


def test_a_new_sentence_ends_the_one_before_in_whichever_language() -> None:
    zh, en = FakeVoice(), FakeVoice()
    voice = VoiceByLanguage({"zh": zh, "en": en})
    voice.say("请稍候", "zh")
    voice.say("One moment", "en")
    assert (zh.is_speaking, en.is_speaking) == (False, True)
    voice.say("Сайн", "mn")
    assert not en.is_speaking


def test_a_computer_that_cannot_speak_goes_on(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    voices: list[Voice] = [SilentVoice(), voice_of(tmp_path, FakeSpeaker(), ("zh", "en"), qapp)]
    for voice in voices:
        voice.say("请稍候", "zh")
        voice.stop()
