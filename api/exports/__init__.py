"""Exports: all records that match, streamed as CSV, NDJSON, Parquet, XLSX or GeoJSON.

``columns`` makes the flat table of a representation, ``source`` reads the matching records block by
block, ``formats`` write them, and ``view`` joins the three. Only ``api/urls.py`` imports from here.
"""

from .view import ExportView

__all__ = ["ExportView"]
