"""Reading a scheme from YAML: a bad file is refused with its line and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from incuanalysis.evaluation.schemes.checks import problems
from incuanalysis.evaluation.schemes.model import Scheme
from incuanalysis.evaluation.schemes.rules import RULES
from incuanalysis.vocabulary.matching import nearest
from incuanalysis.vocabulary.words import Vocabulary
from incuanalysis.vocabulary.yamlfile import Written, read_written

__all__ = ["read_scheme"]


def read_scheme(path: Path, words: Vocabulary) -> Scheme:
    """Read a scheme.

    Parameters
    ----------
    path
        The YAML file, named after the scheme's id.
    words
        The vocabulary that its indicators and units belong to.

    Raises
    ------
    DamagedFileError
        For the first thing that is wrong: line, what was found, what was expected.
    """
    written = read_written(path)
    if not isinstance(written.data, dict):
        raise written.damaged((), written.data, "“名称: 值”形式的方案", "a scheme as `name: value`")
    for loc, rule in _rules(written.data):
        # rules first and one by one: each kind has fields of its own
        _check_rule(written, loc, rule)
    scheme = written.validated(Scheme)
    for problem in problems(scheme, words, path.stem):
        raise written.damaged(problem.loc, problem.found, problem.zh, problem.en)
    return scheme


def _rules(data: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    groups = data.get("groups")
    blocks = [(("groups", n), group) for n, group in enumerate(groups)] if isinstance(groups, list) else []
    for loc, block in (*blocks, (("bonus",), data.get("bonus"))):
        items = block.get("items") if isinstance(block, dict) else None
        for n, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict) and "rule" in item:
                yield (*loc, "items", n, "rule"), item["rule"]


def _check_rule(written: Written, loc: tuple[str | int, ...], rule: Any) -> None:
    kind = rule.get("kind") if isinstance(rule, dict) else None
    if not isinstance(kind, str) or kind not in RULES:
        near = nearest(str(kind), RULES) if kind else []
        hint, hint_zh = (f" (nearest: {', '.join(near)})", f"（可能是{'、'.join(near)}）") if near else ("", "")
        where = (*loc, "kind") if isinstance(rule, dict) and "kind" in rule else loc
        raise written.damaged(
            where,
            kind,
            f"规则种类{'、'.join(RULES)}之一{hint_zh}",
            f"a rule with one of the kinds {', '.join(RULES)}{hint}",
        )
    written.validated(RULES[kind], loc)
