"""Pages of the admin: their addresses, and their forms as a browser would send them."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import models
from django.test import Client
from django.urls import reverse


def list_address(model: type[models.Model], page: str = "changelist") -> str:
    return reverse(f"admin:conflictdb_{model._meta.model_name}_{page}")


def address(record: models.Model, page: str = "change") -> str:
    """The address of a record's page, or of a step of it."""
    model = type(record)._meta.model_name
    change = reverse(f"admin:conflictdb_{model}_change", args=[record.pk])
    return change.replace("/change/", f"/{page}/")


class Form:
    """A page's form with what it shows filled in; ``send`` changes some of it and posts it."""

    def __init__(self, browser: Client, url: str) -> None:
        self.browser, self.url = browser, url
        response = browser.get(url)
        assert response.status_code == 200, response.status_code
        self.content = response.content.decode()
        self.data: dict[str, Any] = {}
        forms = [response.context["adminform"].form]
        for inline in response.context["inline_admin_formsets"]:
            forms += [inline.formset.management_form, *inline.formset.forms]
        for form in forms:
            for field in form:
                self.data |= _sent(field)

    def send(self, **changes: Any) -> Any:
        """Post it. None leaves a field out."""
        data = {name: value for name, value in (self.data | changes).items() if value is not None}
        return self.browser.post(self.url, data)


def _sent(field: Any) -> dict[str, Any]:
    value = field.field.prepare_value(field.value())
    if value is None or value is False:
        return {}
    return {field.html_name: "on" if value is True else value}


def form_of(record: models.Model, browser: Client) -> Form:
    return Form(browser, address(record))


def form_of_new(model: type[models.Model], browser: Client) -> Form:
    return Form(browser, list_address(model, "add"))


def errors_of(response: Any) -> dict[str, list[str]]:
    """What a page says of the form that it turned down."""
    assert response.status_code == 200, response.status_code
    return dict(response.context["adminform"].form.errors)


def told(response: Any) -> list[str]:
    """The messages that a response leaves for the next page."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def log_of(record: models.Model) -> list[LogEntry]:
    model = type(record)._meta.model_name
    return list(
        LogEntry.objects.filter(content_type__model=model, object_id=str(record.pk)).order_by("pk")
    )
