"""The formats of exports: each writes the records as chunks of bytes."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, ClassVar

from api.errors import BadParameters, bad_parameter

from .columns import BOOLEAN, INSTANT, INTEGER, NUMBER, WORDS, Column
from .source import BLOCK, Records


class Format:
    """A way to write records down."""

    name: ClassVar[str]
    media_type: ClassVar[str]
    meaning: ClassVar[str]  # for the documentation
    schema: ClassVar[dict[str, Any]] = {"type": "string", "format": "binary"}
    packed: ClassVar[bool] = False  # compressed in itself
    resources: ClassVar[tuple[str, ...] | None] = None  # those that have it; None: all

    def check(self, records: Records) -> None:
        """Whether it can hold the records. Raises BadParameters."""

    def write(self, records: Records) -> Iterator[bytes]:
        """The whole file."""
        raise NotImplementedError


class CSV(Format):
    """One flat row a record."""

    name = "csv"
    media_type = "text/csv; charset=utf-8; header=present"
    meaning = (
        "RFC 4180 in UTF-8 with a header row. An empty cell is null. A text that a spreadsheet "
        "would take for a formula (it begins with `=`, `+`, `-`, `@`, tab or carriage return) has "
        "an apostrophe before it. `pandas.read_csv(address)` reads it."
    )
    schema = {"type": "string"}

    def write(self, records: Records) -> Iterator[bytes]:
        rows = records.csv(guarded=True)
        # Not before the first rows are there: what goes wrong until then is answered as a problem.
        yield records.header() + next(rows, b"")
        yield from rows


class NDJSON(Format):
    """The page's JSON, one record a line."""

    name = "ndjson"
    media_type = "application/x-ndjson"
    meaning = "Each record as the list shows it, in full, one a line."
    schema = {"type": "string"}

    def write(self, records: Records) -> Iterator[bytes]:
        return records.json()


FEATURE = {
    "type": "object",
    "description": "One incident.",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "const": "Feature", "description": "Its kind."},
        "id": {"type": "string", "description": "Identifier of the incident."},
        "geometry": {
            "type": ["object", "null"],
            "description": "Where it is; null where there are no coordinates.",
            "required": ["type", "coordinates"],
            "properties": {
                "type": {"type": "string", "const": "Point", "description": "Its kind."},
                "coordinates": {
                    "type": "array",
                    "items": {"type": "number"},
                    "minItems": 2,
                    "maxItems": 2,
                    "description": "Longitude and latitude, WGS 84.",
                },
            },
        },
        "properties": {
            "type": "object",
            "description": "The columns.",
            "properties": {
                "participants": {
                    "type": "array",
                    "items": {"$ref": "#/components/schemas/Participant"},
                    "description": "Who takes part, and how.",
                }
            },
            "additionalProperties": {
                "type": ["string", "number", "boolean", "array", "null"],
                "items": {"type": "string"},
            },
        },
    },
}


class GeoJSON(Format):
    """A feature a record; RFC 7946."""

    name = "geojson"
    media_type = "application/geo+json"
    meaning = (
        "RFC 7946: a FeatureCollection with `[longitude, latitude]`, null where there are no "
        "coordinates, and the columns as properties."
    )
    schema = {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "const": "FeatureCollection", "description": "Its kind."},
            "features": {
                "type": "array",
                "items": FEATURE,
                "description": "One feature an incident.",
            },
        },
    }
    resources = ("incident",)

    def write(self, records: Records) -> Iterator[bytes]:
        before = b'{"type":"FeatureCollection","features":[\n'
        for block in records.features():
            # Every line is a feature, and blocks end with whole lines.
            yield before + block[:-1].replace(b"\n", b",\n")
            before = b",\n"
        yield b"\n]}\n" if before == b",\n" else before + b"]}\n"


class Parquet(Format):
    """Typed columns, in groups of rows."""

    name = "parquet"
    media_type = "application/vnd.apache.parquet"
    meaning = (
        "Typed columns: int64, float64, bool, timestamp in UTC, string, lists of strings. "
        "`pandas.read_parquet(address)` reads it."
    )
    packed = True
    # Larger ones are read faster, and take as much more memory for each download.
    block = 2**20  # bytes of CSV that pyarrow reads at a time
    group = 10_000  # rows, at least, but for the last group

    def write(self, records: Records) -> Iterator[bytes]:
        import pyarrow as pa
        from pyarrow import parquet

        columns = records.columns
        sink = _Sink()
        schema = pa.schema([_arrow_field(column) for column in columns])
        blocks = records.csv(guarded=False)
        first = next(blocks, b"")  # what goes wrong until then is answered as a problem
        with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
            yield from sink.taken()  # so that a reader need not wait for the first group
            group: list[Any] = []
            for batch in self.batches(chain([first], blocks), columns):
                group.append(batch)
                if sum(each.num_rows for each in group) >= self.group:
                    writer.write_table(pa.Table.from_batches(group, schema))
                    group = []
                    yield from sink.taken()
            if group:
                writer.write_table(pa.Table.from_batches(group, schema))
        yield from sink.taken()

    def batches(self, blocks: Iterable[bytes], columns: list[Column]) -> Iterator[Any]:
        """Rows of CSV as pyarrow's RecordBatches."""
        import pyarrow as pa
        from pyarrow import compute

        lists = {i for i, column in enumerate(columns) if column.kind == WORDS}
        schema = pa.schema([_arrow_field(column) for column in columns])
        for block in _joined(blocks, self.block):
            table = _read(block, columns)
            arrays = [
                compute.if_else(
                    compute.equal(array, ""), pa.scalar([], pa.list_(pa.string())),
                    compute.split_pattern(array, "|"),
                ) if i in lists else array
                for i, array in enumerate(table.columns)
            ]  # fmt: skip
            yield from pa.table(arrays, schema=schema).combine_chunks().to_batches()


class XLSX(Format):
    """A workbook with one sheet."""

    name = "xlsx"
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    meaning = (
        "A workbook with one sheet: at most 1,048,575 records, and a cell holds 32,767 characters "
        "at most. Cells are texts, numbers and booleans, never formulas or links."
    )
    packed = True
    most = 1_048_575  # a sheet's rows, less the header
    longest = 32_767  # characters in a cell

    def check(self, records: Records) -> None:
        if records.exceed(self.most):
            raise BadParameters(
                [
                    bad_parameter(
                        "file_format",
                        "too_many_rows",
                        f"file_format xlsx holds {self.most:,} records at most, and more match; "
                        "narrow the filters, or take csv or parquet.",
                        "csv",
                    )
                ]
            )

    def write(self, records: Records) -> Iterator[bytes]:
        import xlsxwriter

        columns = records.columns
        plain = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with tempfile.TemporaryFile() as file:
            with xlsxwriter.Workbook(file, {"constant_memory": True, **plain}) as book:
                sheet = book.add_worksheet("Records")
                sheet.freeze_panes(1, 0)
                for place, column in enumerate(columns):
                    sheet.write_string(0, place, column.name)
                for number, row in enumerate(self.rows(records), start=1):
                    self.write_row(sheet, number, row, columns)
            file.seek(0)
            while block := file.read(BLOCK):
                yield block

    def rows(self, records: Records) -> Iterator[list[str]]:
        lines = (line.decode() for block in records.csv(guarded=True)
                 for line in block.splitlines(keepends=True))  # fmt: skip
        return csv.reader(lines)

    def write_row(self, sheet: Any, number: int, row: list[str], columns: list[Column]) -> None:
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            if not cell:
                continue
            if column.kind in (INTEGER, NUMBER):
                sheet.write_number(number, place, float(cell))
            elif column.kind == BOOLEAN:
                sheet.write_boolean(number, place, cell == "true")
            else:
                sheet.write_string(number, place, cell[: self.longest])


class _Sink:
    """A file that hands on what was written to it."""

    closed = False

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.written = 0

    def write(self, data: Any) -> int:
        chunk = bytes(data)
        self.chunks.append(chunk)
        self.written += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        return self.written

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is held open."""

    def taken(self) -> Iterator[bytes]:
        chunks, self.chunks = self.chunks, []
        if chunks:
            yield b"".join(chunks)


def _arrow_field(column: Column) -> Any:
    import pyarrow as pa

    types = {
        INTEGER: pa.int64(),
        NUMBER: pa.float64(),
        BOOLEAN: pa.bool_(),
        INSTANT: pa.timestamp("us", "UTC"),
        WORDS: pa.list_(pa.string()),
    }
    kind = types.get(column.kind, pa.string())
    return pa.field(column.name, kind, metadata={"description": column.help})


def _read(block: bytes, columns: list[Column]) -> Any:
    """A block of CSV as pyarrow's table; lists still joined."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    types = {
        column.name: pa.string() if column.kind == WORDS else _arrow_field(column).type
        for column in columns
    }
    return arrow_csv.read_csv(
        pa.BufferReader(block),
        read_options=arrow_csv.ReadOptions(
            column_names=[*types], use_threads=False, block_size=max(len(block), 1)
        ),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            true_values=["true"],
            false_values=["false"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _joined(blocks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Blocks joined to larger ones; all end with whole rows."""
    held = bytearray()
    for block in blocks:
        held += block
        if len(held) >= size:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


FORMATS: dict[str, Format] = {
    each.name: each for each in (CSV(), NDJSON(), Parquet(), XLSX(), GeoJSON())
}


def formats_of(resource: str) -> dict[str, Format]:
    """The formats that a resource has, by their names."""
    return {
        name: each
        for name, each in FORMATS.items()
        if each.resources is None or resource in each.resources
    }
