"""What a browser may do for a page of this site: its Content-Security-Policy, and permissions.

Pages for people only: what the API answers says its own, and never comes by here.
"""

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# A page shows itself and its own pictures, sends forms here, and runs nothing.
PAGE = {
    "default-src": [NONE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}

# The admin runs its own files, and nothing that stands in a page.
ADMIN = {
    **PAGE,
    "default-src": [SELF],
    # Unfold is built on Alpine, which makes functions of the expressions in its attributes. The
    # build of Alpine that does without may not touch localStorage, as unfold's expressions do.
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF],
    # Select2 and SimpleBar measure and place by style attributes. They run nothing.
    "style-src-attr": [UNSAFE_INLINE],
    "object-src": [NONE],
}

PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class PolicyMiddleware(CSPMiddleware):
    """Says with every page what its browser may do; a page that says so itself is left alone."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if parts.config is None and not report_only:
            parts.config = ADMIN if request.path_info.startswith("/admin/") else PAGE
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return super().process_response(request, response)
