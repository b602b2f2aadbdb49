"""Counts of many lists in one statement, each as far as lists count."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from conflictdb.admin.lists import COUNTED


@dataclass(frozen=True)
class Count:
    """How many rows a list has, as far as it counts them."""

    number: int

    @property
    def capped(self) -> bool:
        return self.number > COUNTED

    def __str__(self) -> str:
        return f"{COUNTED:,}+" if self.capped else f"{self.number:,}"

    def __bool__(self) -> bool:
        return self.number > 0


def count(lists: list[models.QuerySet]) -> list[Count]:
    """How long each list is; one statement for all."""
    counted: list[str] = []
    parameters: list[Any] = []
    for rows in lists:
        try:
            sql, given = rows.order_by().values("pk")[: COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, given = "SELECT 1 WHERE false", ()
        counted.append(f"(SELECT count(*) FROM ({sql}) listed)")  # noqa: S608  # Django wrote it
        parameters += given
    if not counted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counted)}", parameters)
        return [Count(number) for number in cursor.fetchone()]
