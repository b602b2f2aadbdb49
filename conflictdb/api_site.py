"""How the API answers and presents itself. Imported by the settings, so it imports nothing."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "api.rendering.AlwaysJSON",
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # public and read-only
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.handle",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "ConflictDB",
    "DESCRIPTION": (
        "Who said what about which incident, when, through whom, and where in which text it can "
        "be checked. Every claim stays, side by side; nothing is averaged away.\n\n"
        "Several values of one filter mean OR: repeat the parameter or separate them by commas. "
        "Several filters mean AND. A filter over codes or slugs has a negation, `name__not`. "
        "Whatever is wrong with a request is answered 400, naming the parameter, what is accepted "
        "and the closest match."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "CC BY 4.0 (the data)", "identifier": "CC-BY-4.0"},
    "CONTACT": {"name": "The ConflictDB maintainers"},
    "SERVERS": [{"url": "/", "description": "This server."}],
    "TAGS": [
        {"name": "incidents", "description": "What happened, or is said to have happened."},
        {"name": "statements", "description": "Utterances, however many documents report them."},
        {"name": "claims", "description": "Single assertions: who said what about what."},
        {"name": "questions", "description": "Where claims meet, agree and contradict."},
        {"name": "actors", "description": "Who speaks, acts or is spoken of."},
        {"name": "places", "description": "Where."},
        {"name": "documents", "description": "The reports that were read."},
        {"name": "vocabularies", "description": "What the codes mean."},
        {"name": "changes", "description": "What was published, updated, withdrawn and merged."},
        {"name": "search", "description": "All of these at once."},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "api.schema.add_vocabularies",
        "api.schema.name_enums",
        "api.schema.never_written",
        "api.examples.add_examples",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "REDOC_UI_SETTINGS": {
        "theme": {
            "logo": {"gutter": "0"},
            "typography": {
                "fontFamily": "system-ui, sans-serif",
                "headings": {"fontFamily": "system-ui, sans-serif"},
            },
        },
    },
}
