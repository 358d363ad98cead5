"""The tests of windows make their application through pytest-qt and not through ui.shared.app."""

from ui.shared.singletons import keep_singletons

keep_singletons()
