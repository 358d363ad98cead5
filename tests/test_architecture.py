"""The promises of ARCHITECTURE.md about the shape of the code, held by reading every file."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("camera", "hardware", "kiosk", "records", "scripts", "ui", "watchlist")

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "camera": (),
    "hardware": (),
    "records": (),
    "watchlist": ("camera.types", "camera.errors", "records"),
    "kiosk": ("camera", "hardware", "records"),
    "ui": (),
    "ui.shared": (),
    "ui.visitor": ("kiosk", "ui.shared"),
    "ui.guard": ("watchlist", "ui.shared"),
    "scripts": OURS,
}
ONLY_IN: dict[str, tuple[str, ...]] = {
    "PySide6": ("ui",),
    "cv2": ("camera",),
    "av": ("camera",),
    "dlib": ("camera",),
    "onnxruntime": ("camera",),
    "sqlite_utils": ("records", "watchlist"),
    "sqlite3": ("records", "watchlist"),
    "click": ("scripts",),
    "rich": ("scripts",),
    "pydantic": ("scripts",),
    "face_recognition": ("scripts.bench",),
}
PURE = {
    "camera.types",
    "camera.attention",
    "camera.quality",
    "camera.shots",
    "camera.tracker",
    "camera.embedders.manifest",
    "camera.models.catalogue",
    "watchlist.types",
    "watchlist.policy",
    "watchlist.lookout",
    "watchlist.entries",
    "watchlist.changes",
    "watchlist.enrolment",
    "watchlist.accuracy",
}
IMPURE = {
    *("time", "threading", "multiprocessing", "subprocess", "socket", "os", "logging", "random", "queue", "pathlib"),
    *("shutil", "tempfile", "sqlite3", "sqlite_utils", "cv2", "av", "dlib", "onnxruntime"),
}
HEAVY = ("cv2", "av", "dlib", "onnxruntime", "onnx", "numpy", "PySide6", "sqlite_utils", "face_recognition", "pydantic")
POSIX_ONLY = {
    *("os.fork", "os.getuid", "os.geteuid", "os.getpgid", "os.killpg", "os.setsid", "os.nice", "os.uname", "os.mkfifo"),
    *("os.sched_getaffinity", "signal.SIGKILL", "signal.SIGHUP", "signal.SIGUSR1", "signal.SIGUSR2", "signal.pause"),
    *("signal.alarm", "signal.setitimer", "time.clock_gettime", "socket.AF_UNIX"),
}
POSIX_MODULES = {"fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "readline", "syslog"}
MAX_LINES = 300

FILES = sorted(path for folder in OURS for path in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_flow_one_way(path: Path) -> None:
    me = name_of(path)
    home = max((key for key in MAY_IMPORT if is_in(me, key)), key=len)
    for module in imports(path):
        root = module.split(".")[0]
        if root in OURS:
            assert any(is_in(module, allowed) for allowed in (home, *MAY_IMPORT[home])), module
        if root in ONLY_IN:
            assert any(me.startswith(allowed) for allowed in ONLY_IN[root]), module


@pytest.mark.parametrize("path", [p for p in FILES if name_of(p) in PURE], ids=name_of)
def test_what_decides_touches_nothing(path: Path) -> None:
    assert not {module.split(".")[0] for module in imports(path)} & IMPURE


def test_every_deciding_module_is_there() -> None:
    assert {name_of(path) for path in FILES} >= PURE


@pytest.mark.parametrize("path", [*FILES, *TESTS], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def _guarded_by_platform(tree: ast.Module) -> set[int]:
    """Lines inside an `if` that asks for the platform, or in a function or module that starts by asking."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp) and "platform" in ast.unparse(node.test):
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_call_is_posix_only_without_its_counterpart(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = _guarded_by_platform(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.lineno not in guarded:
            assert ast.unparse(node) not in POSIX_ONLY, f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Import | ast.ImportFrom) and node.lineno not in guarded:
            names = {a.name for a in node.names} if isinstance(node, ast.Import) else {node.module or ""}
            assert not names & POSIX_MODULES, f"line {node.lineno}: {names}"


@pytest.mark.parametrize("package", [*OURS, "scripts.main"])
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    code = f"import sys, {package}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []
