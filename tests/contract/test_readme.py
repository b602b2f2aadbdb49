"""The README's answers are the API's: every block of Python runs, and prints what stands below it.

``README_WRITE=1`` writes the answers instead of comparing them, after the data changed.
"""

import contextlib
import io
import os
import re
from pathlib import Path

import pytest
from django.core.management import call_command

README = Path(__file__).resolve().parents[2] / "README.md"
BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<answer>.*?)```\n)?", re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_every_answer_in_the_readme_is_what_the_api_says(live_server):
    call_command("load_fixtures", verbosity=0, stdout=io.StringIO())
    readme = README.read_text(encoding="utf-8")
    names: dict[str, object] = {}
    written = readme
    differing = []
    for block in BLOCK.finditer(readme):
        code = block["code"].replace("http://127.0.0.1:8000", live_server.url)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "README.md", "exec"), names)
        if block["answer"] is None:
            continue
        if printed.getvalue() != block["answer"]:
            differing.append((block["code"], block["answer"], printed.getvalue()))
        written = written.replace(
            block[0], f"```python\n{block['code']}```\n\n```text\n{printed.getvalue()}```\n"
        )
    assert len(BLOCK.findall(readme)) > 10
    if os.environ.get("README_WRITE"):
        README.write_text(written, encoding="utf-8")
        return
    for code, answer, said in differing:
        assert answer == said, code
