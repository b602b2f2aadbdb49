"""A small invented conflict: two texts and their annotations, written into a folder of a test."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

TEXTS = {
    "000_first.txt": """Fighting at Hollow Ford

Belmark's defence ministry said that twelve of its soldiers were captured at dawn: seven riflemen \
and five cooks. Arvenia denied having opened fire first. Nobody else was hurt.
“We only answered in kind,” spokeswoman Mira Toll told the Daily Post on Tuesday.

All rights reserved
""",
    "001_second.txt": """A truce, perhaps

The ministry's twelve captured soldiers were ten, by another count — café owners counted them. \
Ten it was, agencies said.
""",
}

FILES = {
    "places.yaml": """
- {slug: belmark-land, name: Belmark, kind: country, country: BM}
- slug: hollow-ford
  name: Hollow Ford
  kind: settlement
  parent: belmark-land
  latitude: 10.5
  longitude: 20.25
  names:
    - {name: Furt, language: de, script: Latn, kind: translation}
    - {name: Holowford, language: en, script: Latn, kind: as_printed}
""",
    "actors.yaml": """
- {slug: arvenia, name: Arvenia, kind: state, side: arvenia}
- {slug: belmark, name: Belmark, kind: state, side: belmark}
- slug: belmark-mod
  name: Ministry of Defence of Belmark
  kind: government_body
  side: belmark
- {slug: arvenia-mfa, name: Foreign Ministry of Arvenia, kind: government_body, side: arvenia}
- slug: daily-post
  name: Daily Post
  kind: media
  names:
    - {name: Post, language: en, script: Latn, kind: abbreviation}
- {slug: wire, name: Wire, kind: media}
- slug: mira-toll
  name: Mira Toll
  kind: person
  side: arvenia
  affiliations:
    - {body: arvenia-mfa, role: Spokeswoman, from: "2021", document: post-first, at: "4:6-8"}
""",
    "incidents.yaml": """
- slug: autumn-fighting
  title: Autumn fighting
  kind: episode
  occurred: "2021-11"
- slug: ford-clash
  title: Clash at Hollow Ford
  summary: A clash at a ford.
  kind: armed_clash
  occurred: "2021-11-16"
  timezone: Europe/Berlin
  part_of: autumn-fighting
  place: hollow-ford
  places: [belmark-land]
  place_precision: 1
  participants:
    - {actor: arvenia, role: belligerent}
    - {actor: belmark, role: belligerent}
""",
    "000.yaml": """
document:
  slug: post-first
  file: 000_first.txt
  title: Fighting at Hollow Ford
  publisher: daily-post
  agencies: [wire]
  authors: [A. Writer]
  language: en
  published: "2021-11-17"
  timezone: Europe/London
  local_timezone: Europe/Berlin
  sha256: SHA
  length: LENGTH
statements:
  - slug: belmark-mod-captured
    speaker: belmark-mod
    on_behalf_of: belmark
    made: "2021-11-16T18:30"
    channel: press_statement
    acts: [report, admission]
    addressees: [arvenia]
    incidents: [ford-clash]
    gist: Tells of its captured soldiers.
    cite: {at: "3:1-14", via: [wire, daily-post], mode: indirect}
    claims:
      - id: twelve
        kind: captured
        incident: ford-clash
        subject: belmark
        target: arvenia
        value: 12
        victim_class: military
        as_of: "2021-11-16"
        gist: Twelve were captured.
        cite: "3:6-11"
      - id: seven
        kind: captured
        incident: ford-clash
        subject: belmark
        value: 7
        breakdown_of: twelve
        gist: Seven of them were riflemen.
        cite: "3:14-15"
  - slug: arvenia-mfa-denial
    speaker: arvenia-mfa
    channel: press_statement
    acts: [denial]
    gist: Says that it did not begin.
    cite: {at: "3:19-24", via: [daily-post], mode: indirect, hedge: reportedly}
    claims:
      - id: not-first
        kind: attack_initiated
        incident: ford-clash
        subject: arvenia
        polarity: denies
        gist: Arvenia did not open fire first.
        cite: "3:19-24"
      - id: in-kind
        kind: position
        incident: ford-clash
        gist: It answered.
        cite: {at: "4:1-5", mode: direct_quote, via: []}
statement_links:
  - {from: arvenia-mfa-denial, to: belmark-mod-captured, relation: responds_to}
uncited:
  - {line: 1, reason: heading}
  - {line: "6-6", reason: page_furniture}
""",
    "001.yaml": """
document:
  slug: second-report
  file: 001_second.txt
  title: "[A truce, perhaps]"
  language: en
  published: "2021-11-18T09:00"
  sha256: SHA
  length: LENGTH
statements:
  - again: belmark-mod-captured
    cite: {at: "3:1-5", via: [wire], mode: indirect}
    claims:
      - again: twelve
        cite: "3:3-5"
      - id: ten
        kind: captured
        incident: ford-clash
        subject: belmark
        value: 10
        victim_class: military
        gist: Ten were captured.
        cite: ["3:6-10", "3:16-20"]
  - slug: counters-count
    speaker_description: Café owners
    channel: other
    acts: [report]
    gist: Counted them.
    cite: {at: "3:12-15", mode: indirect, via: [wire]}
links:
  - from: belmark-mod-captured--ten
    to: belmark-mod-captured--twelve
    relation: qualifies
    note: Two readings of one announcement.
uncited:
  - {line: 1, reason: heading}
""",
}


@dataclass(frozen=True)
class Sample:
    """The folders of a sample: its texts, its annotations, the fixtures built from them."""

    folder: Path

    @property
    def texts(self) -> Path:
        return self.folder / "texts"

    @property
    def annotations(self) -> Path:
        return self.folder / "annotations"

    @property
    def fixtures(self) -> Path:
        return self.folder / "fixtures"

    def change(self, file: str, old: str, new: str) -> None:
        """Replace a passage that occurs once in an annotation file."""
        self._replace(self.annotations / file, old, new)

    def change_fixture(self, file: str, old: str, new: str) -> None:
        self._replace(self.fixtures / file, old, new)

    def change_text(self, file: str, old: str, new: str) -> None:
        self._replace(self.texts / file, old, new)

    def _replace(self, path: Path, old: str, new: str) -> None:
        content = path.read_text(encoding="utf-8")
        assert content.count(old) == 1, f"{path.name} has {old!r} {content.count(old)} times"
        path.write_text(content.replace(old, new), encoding="utf-8")


def write_sample(folder: Path) -> Sample:
    sample = Sample(folder)
    for each in (sample.texts, sample.annotations, sample.fixtures):
        each.mkdir()
    for name, text in TEXTS.items():
        (sample.texts / name).write_text(text, encoding="utf-8")
    for name, content in FILES.items():
        text = TEXTS.get(f"{name[:3]}_first.txt") or TEXTS["001_second.txt"]
        sealed = content.replace("SHA", sha256(text.encode()).hexdigest())
        sealed = sealed.replace("LENGTH", str(len(text)))
        (sample.annotations / name).write_text(sealed, encoding="utf-8")
    return sample
