"""How the admin presents itself. Imported by the settings, so it imports nothing."""

from typing import Any

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "ConflictDB",
    "SITE_HEADER": "ConflictDB",
    "SITE_SUBHEADER": "Who said what",
    "SITE_SYMBOL": "balance",
    "SITE_URL": "/",
    "SHOW_VIEW_ON_SITE": False,
    # A page's own style would need leave of the Content-Security-Policy: the colours are a file.
    "GLOBAL_CALLBACK": "conflictdb.admin.navigation.without_colours",
    "STYLES": ["/static/conflictdb/colours.css"],
    "SCRIPTS": ["/static/conflictdb/policy.js"],
    "ACCOUNT": {"navigation": [{"title": "Your account", "link": "/admin/account/"}]},
    "SIDEBAR": {
        "show_search": True,
        "navigation": "conflictdb.admin.navigation.sidebar",
    },
}
