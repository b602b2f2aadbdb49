"""What the API promises, as data: names that clients rely on, so that a change here is theirs."""

# Fields of a list's records, in their order.
FIELDS = {
    "incidents": "slug title summary kind occurred place places place_precision latitude longitude "
    "part_of participants claims_count statements_count url",
    "statements": "slug speaker speaker_description co_speakers on_behalf_of made channel acts "
    "addressees incidents gist citations claims_count url",
    "claims": "slug kind family topic checkable question incident about statement claimant "
    "claimant_description on_behalf_of subject subject_scope target victim_class value_min "
    "value_max modifier basis unit as_of polarity modality certainty occurred asserted place "
    "breakdown_of gist citations url",
    "actors": "slug name kind country side part_of names affiliations url",
    "places": "slug name kind parent country latitude longitude geonames_id names url",
    "documents": "slug title publisher agencies authors url_original language translation "
    "translated_from published sha256 length url",
    "questions": "slug title topic family incident subject_side counted contested reasons spread "
    "latest claims_count speakers_count utterances_count documents_count url",
}
FIELDS = {resource: names.split() for resource, names in FIELDS.items()}

# What a detail has beyond that.
DETAIL_FIELDS = {
    "incidents": ["parts", "claims_by_kind", "questions"],
    "statements": ["claims"],
    "claims": ["links", "linked_from", "breakdowns"],
    "actors": ["parts"],
    "places": [],
    "documents": ["citations"],
    "questions": ["claims", "estimate"],
}

# Small shapes that stand inside others.
TIME_FACT = ["edtf", "earliest", "latest", "precision", "inferred"]
CITATION = ["document", "start", "end", "sha256", "part", "via", "mode", "hedge"]
REFS = {
    "incident": ["slug", "title", "url"],
    "statement": ["slug", "gist", "url"],
    "claim": ["slug", "gist", "url"],
    "actor": ["slug", "name", "kind", "side", "url"],
    "place": ["slug", "name", "url"],
    "document": ["slug", "title", "url"],
    "question": ["slug", "title", "url"],
}

# Filters over codes or slugs have a negation, ``name__not``; the others have none.
NEGATABLE = {
    "incidents": "kind actor role side place country part_of place_precision has_claims document",
    "statements": "speaker speaker_side speaker_kind on_behalf_of addressee act channel incident "
    "document publisher via language",
    "claims": "kind family topic modality about incident claimant claimant_side claimant_kind "
    "on_behalf_of subject subject_side target victim_class modifier polarity certainty place "
    "country document publisher via question",
    "actors": "kind country side part_of document role",
    "places": "kind country within",
    "documents": "publisher agency language",
    "questions": "incident topic family subject_side reason",
}
NEGATABLE = {resource: [*names.split(), "slug"] for resource, names in NEGATABLE.items()}
OTHERS = {
    "incidents": "bbox near radius_km occurred_after occurred_before contested q",
    "statements": "made_after made_before known_at q",
    "claims": "checkable own_loss value_gte value_lte asserted_after asserted_before "
    "occurred_after occurred_before known_at contested q",
    "actors": "q",
    "places": "bbox near radius_km q",
    "documents": "published_after published_before q",
    "questions": "contested known_at speakers_gte q",
}
OTHERS = {resource: [*names.split(), "updated_after"] for resource, names in OTHERS.items()}
PAGING = ["limit", "cursor", "count", "fields", "ordering"]

RESOURCES = list(FIELDS)


def filters(resource: str) -> list[str]:
    """The names of a list's filters, negations aside."""
    return [*NEGATABLE[resource], *OTHERS[resource]]


def parameters(resource: str) -> list[str]:
    """Every parameter of a list."""
    negations = [f"{name}__not" for name in NEGATABLE[resource]]
    return [*filters(resource), *negations, *PAGING]
