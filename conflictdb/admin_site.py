"""How the admin presents itself. Imported by the settings, so it imports nothing."""

from typing import Any

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "ConflictDB",
    "SITE_HEADER": "ConflictDB",
    "SITE_SUBHEADER": "Who said what",
    "SITE_SYMBOL": "balance",
    "SITE_URL": "/",
    "SHOW_VIEW_ON_SITE": False,
    "SCRIPTS": ["conflictdb.admin.navigation.keys"],
    "DASHBOARD_CALLBACK": "conflictdb.admin.front.context",
    "SIDEBAR": {
        "show_search": True,
        "navigation": "conflictdb.admin.navigation.sidebar",
    },
}
