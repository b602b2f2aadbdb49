"""What a vocabulary is: a closed, ordered list of codes, each with a meaning."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

C = TypeVar("C", bound="Code")


@dataclass(frozen=True)
class Code:
    """One code: what it means and what other codebooks call the same thing."""

    code: str
    definition: str
    label: str = ""
    acled: str = ""
    ucdp: str = ""
    cameo: str = ""

    def __post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", self.code.replace("_", " ").capitalize())

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True)
class Vocabulary(Generic[C]):
    """A named list of codes. Iterating gives the codes in their documented order.

    ``name`` is the list's name in addresses, ``type_name`` that of one code in the OpenAPI document
    and the clients made from it.
    """

    name: str
    type_name: str
    description: str
    members: tuple[C, ...]
    _by_code: Mapping[str, C] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code = {member.code: member for member in self.members}
        if len(by_code) != len(self.members):
            raise ValueError(f"Vocabulary {self.name} holds a code twice.")
        object.__setattr__(self, "_by_code", by_code)

    def __iter__(self) -> Iterator[C]:
        return iter(self.members)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> C:
        return self._by_code[code]

    @property
    def codes(self) -> list[str]:
        return list(self._by_code)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """As Django fields take them: (code, label)."""
        return [(member.code, member.label) for member in self.members]

    def where(self, **attributes: Any) -> list[str]:
        """The codes whose attributes have these values: ``where(family="casualty")``."""
        return [
            member.code
            for member in self.members
            if all(getattr(member, name) == value for name, value in attributes.items())
        ]
