"""The promises of ARCHITECTURE.md about the shape of the code, held by reading every file."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.module_rules import (
    HEAVY,
    IMPURE_ATTRIBUTES,
    IMPURE_CALLS,
    MAY_IMPORT,
    ONLY_IN,
    OURS,
    POSIX_MODULES,
    POSIX_ONLY,
    PURE_LIBRARIES,
    PURE_NAMED,
    PURE_PACKAGES,
)

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path for folder in OURS for path in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path) for path in FILES}
PURE = PURE_NAMED | {name for name in MODULES if name.startswith(PURE_PACKAGES)}
MAX_LINES = 300


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules that are imported; a relative import begins with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = "." * node.level + (node.module or "")
            inner = {f"{home}.{alias.name}" for alias in node.names} & MODULES
            yield from inner or {home}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_flow_one_way(path: Path) -> None:
    me = name_of(path)
    home = max((key for key in MAY_IMPORT if is_in(me, key)), key=len)
    for module in imports(parsed(path)):
        assert not module.startswith("."), module
        root = module.split(".")[0]
        if root in OURS:
            assert any(is_in(module, allowed) for allowed in (home, *MAY_IMPORT[home])), module
        if root in ONLY_IN:
            assert any(me.startswith(allowed) for allowed in ONLY_IN[root]), module


def impurities(tree: ast.AST) -> set[str]:
    """What a deciding module imports, calls or names that could tell it anything but its arguments.

    Of ours it may import deciding modules only, so none of them reaches anything else in a roundabout way.
    """
    found = {name for name in imports(tree) if name not in PURE and name.split(".")[0] not in PURE_LIBRARIES}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in IMPURE_CALLS:
            found.add(ast.unparse(node.func))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("random.default_rng"):
            found.update([] if node.args else ["default_rng without a seed"])
        elif isinstance(node, ast.Attribute) and node.attr in IMPURE_ATTRIBUTES:
            found.add(ast.unparse(node))
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("np.random", "numpy.random"):
            found.update({ast.unparse(node)} - {"np.random.default_rng", "np.random.Generator"})
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("numpy.random"):
            found.add("numpy.random")
    return found


@pytest.mark.parametrize("path", [p for p in FILES if name_of(p) in PURE], ids=name_of)
def test_what_decides_touches_nothing(path: Path) -> None:
    assert impurities(parsed(path)) == set()


@pytest.mark.parametrize(
    "code",
    [
        *("import time", "from time import monotonic", "import uuid", "import secrets", "import numpy.random, os.path"),
        *("import camera.measures", "from camera import measures", "from . import policy", "import watchlist.store"),
        *("from datetime import datetime\nat = datetime.now()", "import datetime as d\nday = d.date.today()"),
        *("from datetime import datetime\nclock = datetime.now", "text = open('x').read()", "__import__('time')"),
        *("import numpy as np\nnp.random.rand()", "import numpy as np\nnp.random.default_rng()", "import logging"),
        "from cryptography.fernet import Fernet\nkey = Fernet.generate_key()",
        "import hashlib\ndigest = hashlib.file_digest(file, 'sha256')",
        "def late() -> None:\n    from records.database import Database",
    ],
)
def test_whatever_could_tell_a_deciding_module_more_is_found(code: str) -> None:
    assert impurities(ast.parse(code))


def test_every_deciding_module_is_there() -> None:
    assert MODULES >= PURE


@pytest.mark.parametrize("path", [*FILES, *TESTS], ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def posix_sides(test: ast.expr) -> tuple[bool, bool]:
    """Whether Windows never comes to the body and never to the else of an `if` with this test."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        body, other = posix_sides(test.operand)
        return other, body
    if isinstance(test, ast.BoolOp):
        sides = [posix_sides(value) for value in test.values]
        some, every = (any, all) if isinstance(test.op, ast.And) else (all, any)
        return some(body for body, _ in sides), every(other for _, other in sides)
    if not (isinstance(test, ast.Compare) and ast.unparse(test.left) == "sys.platform" and len(test.ops) == 1):
        return False, False
    asks_for_windows = ast.unparse(test.comparators[0]) == "'win32'"
    if isinstance(test.ops[0], ast.Eq):
        return not asks_for_windows, asks_for_windows
    return (asks_for_windows, not asks_for_windows) if isinstance(test.ops[0], ast.NotEq) else (False, False)


def run_on_windows(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """These nodes and all in them, without what only other systems come to; statements of a block in their order."""
    for node in nodes:
        yield node
        body, other = posix_sides(node.test) if isinstance(node, ast.If | ast.IfExp) else (False, False)
        skipped = [name for name, never in (("body", body), ("orelse", other)) if never]
        for name, value in ast.iter_fields(node):
            inner = value if isinstance(value, list) else [value]
            if name not in skipped:
                yield from run_on_windows(one for one in inner if isinstance(one, ast.AST))
        if other and isinstance(node, ast.If) and isinstance(node.body[-1], ast.Return | ast.Raise):
            return


def posix_only(tree: ast.Module) -> set[str]:
    """The names that Windows does not have, where Windows would look for them."""
    aliases = {a.asname or a.name: a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    used: set[str] = set()
    for node in run_on_windows([tree]):
        if isinstance(node, ast.Attribute):
            home = ast.unparse(node.value)
            used.add(f"{aliases.get(home, home)}.{node.attr}")
        elif isinstance(node, ast.Import):
            used.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            used.update({node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)})
    return used & (POSIX_ONLY | POSIX_MODULES)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_call_is_posix_only_without_its_counterpart(path: Path) -> None:
    assert posix_only(parsed(path)) == set()


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ("os.fork()", True),
        ("from os import fork", True),
        ("import os as system\nsystem.fork()", True),
        ("if platform_ring: os.fork()", True),
        ("if platformdirs.is_here(sys.platform): import fcntl", True),
        ("if sys.platform != 'win32': os.fork()", False),
        ("if sys.platform != 'win32': pass\nelse: os.fork()", True),
        ("if sys.platform == 'win32': os.fork()", True),
        ("if sys.platform == 'win32': pass\nelse: import fcntl", False),
        ("if sys.platform == 'linux': os.fork()\nelse: os.fork()", True),
        ("if sys.platform == 'linux' and ready: os.fork()", False),
        ("if sys.platform == 'linux' or ready: os.fork()", True),
        ("if not sys.platform == 'win32': os.fork()", False),
        ("user = os.getuid() if sys.platform != 'win32' else 0", False),
        ("user = 0 if sys.platform != 'win32' else os.getuid()", True),
        ("def f():\n  if sys.platform == 'win32':\n    return\n  os.fork()", False),
        ("def f():\n  if sys.platform == 'win32':\n    pass\n  os.fork()", True),
        ("def f():\n  if sys.platform == 'win32':\n    return\nos.fork()", True),
    ],
)
def test_only_the_side_of_an_if_that_windows_never_comes_to_is_a_guard(code: str, is_found: bool) -> None:
    assert bool(posix_only(ast.parse(code))) == is_found


@pytest.mark.parametrize("package", [*OURS, "scripts.main"])
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    code = f"import sys, {package}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []
