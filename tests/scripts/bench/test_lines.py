import json

from scripts.bench.lines import HEADER, Line
from scripts.bench.timing import Round

LINE = Line("embedder", "8 faces", Round(5.43219, 97.7), "dlib", "ms CPU per face", {"max_abs_diff": 3.1e-7})


def test_a_line_has_the_keys_that_programs_read() -> None:
    told = json.loads(json.dumps(LINE.as_json()))
    assert list(told) == ["part", "work", "ours", "peer", "peer_name", "unit", "ratio", "max_abs_diff"]
    assert (told["ours"], told["peer"], told["max_abs_diff"]) == (5.432, 97.7, 3.1e-7)


def test_the_ratio_is_the_peer_divided_by_ours() -> None:
    told = LINE.as_json()
    assert abs(told["ratio"] - told["peer"] / told["ours"]) < 0.01


def test_the_table_stands_in_columns_under_its_header() -> None:
    first, work, *_ = LINE.as_text().splitlines()
    assert first.index("5.432") + len("5.432") == HEADER.index("ours") + len("ours")
    assert first.index("97.7") + len("97.7") == HEADER.index("peer") + len("peer")
    assert first.endswith("17.99x")
    assert work.strip() == "8 faces"


def test_the_table_tells_a_delay_for_each_recording() -> None:
    more = {"alarm_delay_s": {"a.mkv": 0.3, "b.mkv": None}, "rings_at_s": {"a.mkv": {"ours": 0.5}}, "tracks_missed": []}
    rows = Line("pipeline", "w", Round(1, 2), "p", "s CPU", more).as_text().splitlines()
    assert [row.strip() for row in rows[-3:]] == [
        "alarm_delay_s: a.mkv 0.3; b.mkv none",
        "rings_at_s: a.mkv ours 0.5",
        "tracks_missed: none",
    ]
