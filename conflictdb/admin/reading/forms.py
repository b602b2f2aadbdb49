"""What is typed in the panel of the reading desk."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.urls import reverse

from conflictdb.admin.fields import EXAMPLES, grouped
from conflictdb.admin.forms import PartForm, RecordForm
from conflictdb.models import Actor, Citation, Claim, Incident, Record, Statement
from conflictdb.vocabularies import ACTS, CLAIM_KINDS, FAMILIES

_TIME = "2021-11-16T18:30"
_CASUALTIES = set(CLAIM_KINDS.where(family="casualty"))
_COUNTING = set(CLAIM_KINDS.where(answers_with="quantity"))


class NameBox(forms.TextInput):
    """One record, found by typing a part of its name: a text field with a list of what fits.

    ``asks`` is the field in whose name the admin's own search is asked: it checks who may.
    """

    template_name = "admin/conflictdb/reading/name_box.html"

    def __init__(self, model: type[models.Model], asks: str) -> None:
        super().__init__()
        self.model, self.asks = model, asks
        self.known: dict[str, str] = {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["shown"] = self._shown(value)
        context["widget"]["address"] = (
            f"{reverse(f'{admin.site.name}:autocomplete')}?app_label=conflictdb"
            f"&model_name={self.model._meta.model_name}&field_name={self.asks}"
        )
        return context

    def _shown(self, value: Any) -> str:
        if value in (None, "") or not str(value).isdecimal():
            return ""
        if str(value) not in self.known:
            target = self.model._meta.get_field(self.asks).related_model
            record = target._default_manager.filter(pk=value).first()  # type: ignore[union-attr]
            self.known[str(value)] = str(record or "")
        return self.known[str(value)]


def name_field(
    model: type[models.Model], asks: str, label: str, help_text: str = ""
) -> forms.ModelChoiceField:
    """A field for one record that ``model.asks`` may refer to."""
    target: Any = model._meta.get_field(asks).related_model
    return forms.ModelChoiceField(
        target._default_manager.exclude(status="withdrawn"),
        required=False,
        label=label,
        help_text=help_text,
        widget=NameBox(model, asks),
    )


class Panel(forms.BaseForm):
    """Names that are known already need no look-up."""

    def know(self, records: Iterable[Record]) -> None:
        for record in records:
            for each in self.fields.values():
                box = each.widget
                if not isinstance(box, NameBox) or not isinstance(each, forms.ModelChoiceField):
                    continue
                if each.queryset is not None and isinstance(record, each.queryset.model):
                    box.known[str(record.pk)] = str(record)


class PassageForm(Panel, PartForm):
    """The passage, and how its words came."""

    start = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    via_1 = name_field(Statement, "speaker", "Relayed by", "Whoever is nearest to the speaker.")
    via_2 = name_field(Statement, "speaker", "then by")
    via_3 = name_field(Statement, "speaker", "then by")

    class Meta:
        model = Citation
        fields = ("mode", "hedge", "part")

    @property
    def relayers(self) -> list[Actor]:
        chosen = [self.cleaned_data.get(f"via_{place}") for place in (1, 2, 3)]
        return list(dict.fromkeys(actor for actor in chosen if actor))


class StatementForm(Panel, RecordForm):
    """An utterance."""

    speaker = name_field(Statement, "speaker", "Speaker")
    acts = forms.MultipleChoiceField(
        choices=ACTS.choices, label="Acts", widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Statement
        fields = (
            "speaker",
            "speaker_description",
            "made_edtf",
            "made_timezone",
            "made_inferred",
            "channel",
            "acts",
            "gist",
        )
        labels = {
            "speaker_description": "or, unnamed, in words",
            "made_edtf": "Said",
            "made_timezone": "Time zone",
            "made_inferred": "Worked out, not printed",
        }
        help_texts = {
            "speaker_description": "",
            "channel": "",
            "made_edtf": "",
            "made_timezone": "",
            "made_inferred": "",
        }
        widgets = {
            "gist": forms.Textarea(attrs={"rows": 2}),
            "made_edtf": forms.TextInput(attrs={"placeholder": _TIME, "title": EXAMPLES}),
        }


class ClaimForm(Panel, RecordForm):
    """One claim. What follows from other fields need not be typed."""

    take = forms.BooleanField(required=False, label="Make this claim")
    subject = name_field(Claim, "subject", "Subject", "Whose people; who did it.")
    target = name_field(Claim, "target", "Target", "By whom; to whom.")
    incident = name_field(Claim, "incident", "Incident")
    about = name_field(Claim, "about", "About", "The agreement or truce said to be breached.")
    place = name_field(Claim, "place", "Place", "Where more exact than the incident.")
    existing = name_field(
        Citation, "claim", "Already coded as", "Then it is only cited here as well."
    )

    class Meta:
        model = Claim
        fields = (
            "kind",
            "modifier",
            "value_min",
            "value_max",
            "unit",
            "victim_class",
            "subject",
            "incident",
            "gist",
            "subject_scope",
            "target",
            "about",
            "place",
            "basis",
            "polarity",
            "modality",
            "certainty",
            "occurred_edtf",
            "occurred_timezone",
            "occurred_inferred",
        )
        labels = {
            "modifier": "How many",
            "value_min": "Number",
            "value_max": "to",
            "subject_scope": "Without a subject",
            "occurred_edtf": "When it happened",
            "occurred_timezone": "Time zone",
            "occurred_inferred": "Worked out, not printed",
        }
        widgets = {
            "gist": forms.Textarea(attrs={"rows": 2}),
            "occurred_edtf": forms.TextInput(attrs={"placeholder": _TIME, "title": EXAMPLES}),
            "value_min": forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
            "value_max": forms.TextInput(attrs={"inputmode": "numeric", "size": 8}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kind"]
        if isinstance(kinds, forms.ChoiceField):
            kinds.choices = grouped(CLAIM_KINDS, lambda kind: FAMILIES[kind.family].label)
        for each in self.fields.values():
            each.help_text = each.help_text if isinstance(each, forms.ModelChoiceField) else ""
        if self.initial.get("modifier") == "at_most":
            self.initial["value_min"] = self.initial.pop("value_max", None)
        elif self.initial.get("modifier") in ("exact", "about"):
            self.initial["value_max"] = None

    @property
    def more_errors(self) -> bool:
        """Whether something is wrong with the fields that are folded away."""
        folded = set(self.Meta.fields[9:]) | {"existing"}
        return bool(folded & set(self.errors))

    def clean(self) -> dict[str, Any]:
        """Take one number for exact, about and up to; leave out what the kind does not have."""
        values = self.cleaned_data
        kind, modifier = values.get("kind"), values.get("modifier")
        low, high = values.get("value_min"), values.get("value_max")
        low = high if low is None else low
        if kind and kind not in _COUNTING and low is None:
            modifier = None
        values["modifier"] = modifier or None
        values["value_min"] = low if modifier in ("exact", "about", "at_least", "range") else None
        values["value_max"] = {
            "exact": low,
            "about": low,
            "at_most": low,
            "range": high,
        }.get(modifier or "")
        for name, otherwise in (("unit", "person"), ("basis", "unknown")):
            values[name] = (values.get(name) or otherwise) if modifier else None
        if kind:
            counts = kind in _CASUALTIES
            values["victim_class"] = (
                values.get("victim_class") or "undetermined" if counts else None
            )
        if values.get("subject"):
            values["subject_scope"] = "one"
        elif values.get("subject_scope") == "one":
            values["subject_scope"] = "not_stated"
        return super().clean()


class IncidentForm(Panel, RecordForm):
    """An incident that was not known before."""

    place = name_field(Incident, "place", "Place")
    part_of = name_field(Incident, "part_of", "Part of")

    class Meta:
        model = Incident
        fields = (
            "title",
            "kind",
            "occurred_edtf",
            "occurred_timezone",
            "occurred_inferred",
            "place",
            "part_of",
        )
        labels = {
            "occurred_edtf": "When",
            "occurred_timezone": "Time zone",
            "occurred_inferred": "Worked out, not printed",
        }
        help_texts = {
            "title": "A neutral short name.",
            "occurred_edtf": "",
            "kind": "",
            "occurred_timezone": "",
            "occurred_inferred": "",
        }


class ChosenStatement(Panel, forms.Form):
    """Whether the passage reports an utterance that is coded already."""

    statement = name_field(
        Claim,
        "statement",
        "Same utterance as",
        "Of this or another document: one utterance is one statement, however many report it. "
        "Empty for a new one.",
    )
