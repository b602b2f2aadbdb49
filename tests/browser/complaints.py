"""What a browser complains of: nothing of it may happen in any test."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, WebError


class Complaints:
    """Errors in the console (the policy's refusals are such), scripts that broke, boxes that a
    script opened, and requests to another host.
    """

    def __init__(self, site: str) -> None:
        self.host = urlsplit(site).netloc
        self.told: list[str] = []
        self._expected: list[str] = []

    def expect(self, text: str) -> None:
        """A complaint with this text in it is meant from here on, as where a page answers 403."""
        self._expected.append(text)
        self.told = [each for each in self.told if text not in each]

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._of_the_console)
        context.on("weberror", self._of_a_script)
        context.on("request", self._of_a_request)
        context.on("page", lambda page: page.on("dialog", self._of_a_box))

    def _tell(self, complaint: str) -> None:
        if not any(text in complaint for text in self._expected):
            self.told.append(complaint)

    def _of_the_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self._tell(f"console on {_address(message.page)}: {message.text} ({where})")

    def _of_a_script(self, error: WebError) -> None:
        self._tell(f"script on {_address(error.page)}: {error.error}")

    def _of_a_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.host:
            self._tell(f"request to another host: {request.url}")

    def _of_a_box(self, dialog: Dialog) -> None:
        """A page may ask whether to leave what is unsaved; the answer is yes."""
        if dialog.type != "beforeunload":
            self._tell(f"{dialog.type} on {_address(dialog.page)}: {dialog.message}")
        dialog.accept()


def _address(page: Page | None) -> str:
    return page.url if page else "a page that is gone"
