"""Qt Multimedia without what it says whenever it is loaded: which libraries it can do without, and which FFmpeg it has.

Everybody imports it from here, because it speaks while it is imported. QT_LOGGING_RULES brings the words back.
"""

from PySide6.QtCore import QLoggingCategory

QLoggingCategory.setFilterRules("qt.multimedia.symbolsresolver.warning=false\nqt.multimedia.ffmpeg.info=false")

from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices  # noqa: E402

__all__ = ["QAudioFormat", "QAudioSink", "QMediaDevices"]
