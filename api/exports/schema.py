"""How OpenAPI describes exports."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from api.pagination import paging_parameters
from api.schema import LIST_PROBLEMS, problem_responses

from .columns import TYPES, columns
from .formats import formats_of


class ExportSchema(AutoSchema):
    """One operation a resource, with its formats and the table of its columns."""

    view: Any

    @property
    def viewset(self) -> Any:
        return self.view.viewset

    def get_operation_id(self) -> str:
        name: str = self.viewset.resource
        return f"export{name[0].upper()}{name[1:]}s"

    def get_tags(self) -> list[str]:
        return [f"{self.viewset.resource}s"]

    def get_summary(self) -> str:
        return f"Export {self.viewset.resource}s"

    def get_description(self) -> str:  # type: ignore[override]
        resource = self.viewset.resource
        formats = "\n".join(
            f"* `{name}`: {each.meaning}" for name, each in formats_of(resource).items()
        )
        table = "\n".join(
            f"| `{column.name}` | {TYPES[column.kind].replace('|', '&#124;')} | {column.help} |"
            for column in columns(self.viewset.representation, None)
        )
        return (
            f"All {resource}s that match, as a file that is streamed: analyse them in pandas, R or "
            "a spreadsheet. Filters are those of the list. Without `ordering` the records come by "
            "slug, and the first at once; another order has to be sorted first. All is of one "
            "moment, the revision in the file's name.\n\n"
            f"{formats}\n\nColumns (`ndjson` has the list's fields instead):\n\n"
            f"| column | type | meaning |\n|---|---|---|\n{table}"
        )

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_override_parameters(self) -> list[Any]:
        viewset = self.viewset
        ordering = [
            each for each in paging_parameters(viewset.orderings, "slug") if each.name == "ordering"
        ]
        chosen = OpenApiParameter(
            "file_format",  # the tools leave addresses out that end with `.{format}`
            {"type": "string", "enum": [*formats_of(viewset.resource)]},
            "path",
            required=True,
            description="The format of the file.",
        )
        names = list(viewset.representation().get_fields())
        fields = OpenApiParameter(
            "fields",
            {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1},
            description="Only the columns of these fields, separated by commas.",
            style="form",
            explode=False,
        )
        return [chosen, *viewset.filterset_class.parameters(), *ordering, fields]

    def get_response_serializers(self) -> Any:
        files = {
            (200, each.media_type.partition(";")[0]): OpenApiResponse(
                each.schema, description="The file."
            )
            for each in formats_of(self.viewset.resource).values()
        }
        return {**files, **problem_responses(LIST_PROBLEMS)}
