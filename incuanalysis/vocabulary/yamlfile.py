"""YAML files that people write: what is wrong in one is told with its line and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from incuanalysis.errors import DamagedFileError

__all__ = ["Problem", "Written", "read_written", "refuse"]

Model = TypeVar("Model", bound=BaseModel)
_Loc = Sequence[str | int]

#: PyYAML's words for a slip → what was to be expected, Chinese and English.
_EXPECTED = (
    ("mapping values are not allowed", (
        "本行缩进与同级各项一致，且只有一个冒号（文字中含冒号的加引号）",
        "a line indented like the others of its level, with one colon (quote a text that has one)",
    )),
    ("could not find expected ':'", ("“名称: 值”，冒号后空一格", "`name: value`, with a space after the colon")),
    ("'\\t' that cannot start", ("用空格缩进，不用制表符（Tab）", "indentation by spaces, not by tabs")),
    ("cannot start any token", ("以普通文字开头，特殊符号加引号", "a plain text; special characters in quotes")),
    ("found unexpected end of stream", ("引号或括号成对", "the closing quote or bracket")),
    ("expected ',' or", ("逗号，或与前面成对的括号", "a comma or the closing bracket")),
    ("expected <block end>", ("与同级的上一项左端对齐，引号成对", "the indentation of the entry before, quotes in pairs")),
    ("undefined alias", ("以*开头的文字加引号", "quotes around a text that begins with *")),
)  # fmt: skip
_WIDE_COLON = ("半角冒号，后空一格（现为全角“：”）", "a half-width colon and a space (found the full-width one)")
_ORDINARY = ("“名称: 值”，同级各项左端对齐", "`name: value`, entries of one level aligned")
_SCALAR = ("可识别的日期或数字，否则加引号", "a date or number that exists, else quotes around it")
_MOST_SHOWN = 60
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: where, and the sentence in the two languages."""

    line: int
    column: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Written:
    """A YAML file that was read.

    Parameters
    ----------
    path
        Of the file.
    data
        What it holds.
    node
        The same with its lines and columns.
    """

    path: Path
    data: Any
    node: yaml.Node | None

    def damaged(self, loc: _Loc, found: object, expected: str, expected_en: str) -> DamagedFileError:
        """Return the error that says what is wrong at a field.

        Parameters
        ----------
        loc
            The keys and numbers (from 0) that lead to the field.
        found
            What stands there; None if nothing does.
        expected, expected_en
            What should, in the two languages.
        """
        line, column = _place(self.node, loc)
        return _damaged(self.path, line, column, found, expected, expected_en, _field(loc))

    def problem(self, loc: _Loc, found: object, expected: str, expected_en: str) -> Problem:
        """Return what is wrong at a field, to be told together with other problems (:func:`refuse`).

        Parameters are those of :meth:`damaged`.
        """
        line, column = _place(self.node, loc)
        return Problem(line, column, *_sentences(found, expected, expected_en, _field(loc)))

    def problems(self, model: type[Model]) -> tuple[Model | None, list[tuple[_Loc, Problem]]]:
        """Return the whole file as a model, or None and every field that is not what it should be."""
        try:
            return model.model_validate(self.data), []
        except ValidationError as error:
            told: list[tuple[_Loc, Problem]] = []
            for each in error.errors():
                if each["type"] == "too_short" and each["input"]:
                    continue  # there are entries, which are wrong themselves
                found = None if each["type"] == "missing" else each["input"]
                told.append((each["loc"], self.problem(each["loc"], found, *_wanted(dict(each)))))
            return None, told

    def doubles(self) -> list[Problem]:
        """Return the names that stand twice among the fields of one part: YAML would keep the last silently."""
        told, waiting, seen = [], [self.node], set()
        while waiting:
            node = waiting.pop()
            if node is None or id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, yaml.SequenceNode):
                waiting.extend(node.value)
            elif isinstance(node, yaml.MappingNode):
                lines: dict[str, int] = {}
                for key, value in node.value:
                    waiting.append(value)
                    name, line = str(getattr(key, "value", "")), key.start_mark.line + 1
                    if name in lines:
                        zh, en = (
                            f"每项只写一次（第{lines[name]}行已有）",
                            f"each field once (line {lines[name]} has it)",
                        )
                        told.append(Problem(line, key.start_mark.column + 1, *_sentences(name, zh, en, "")))
                    lines.setdefault(name, line)
        return told

    def validated(self, model: type[Model], loc: _Loc = ()) -> Model:
        """Return a part of the file as a model.

        Raises
        ------
        DamagedFileError
            For the first field that is not what it should be.
        """
        part = self.data
        for step in loc:
            part = part[step]
        try:
            return model.model_validate(part)
        except ValidationError as error:
            first = error.errors()[0]
            zh, en = _wanted(dict(first))
            where = [*loc, *first["loc"]]
            raise self.damaged(where, None if first["type"] == "missing" else first["input"], zh, en) from None


def read_written(path: Path) -> Written:
    """Read a YAML file.

    Raises
    ------
    DamagedFileError
        If it is no YAML: with line and column, what was found and what was expected.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DamagedFileError(f"{path}：无法读取。 {path}: cannot be read ({error.strerror}).") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        zh, en = "UTF-8编码的文字；请在编辑器中另存为UTF-8", "text in UTF-8; save it as such in the editor"
        raise _damaged(path, line, column, f"0x{raw[error.start]:02X}", zh, en) from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        found = f"U+{ord(text[error.position]):04X}"
        raise _damaged(path, line, column, found, "可见字符（删去此处的控制字符）", "no control characters") from None
    except yaml.MarkedYAMLError as error:
        raise _no_yaml(path, text.splitlines(), error) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        node = _unreadable_scalar(text)
        line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node else (1, 1)
        raise _damaged(path, line, column, node.value if node else text, *_SCALAR) from None
    return Written(path, data, node)


def refuse(path: Path, problems: Sequence[Problem]) -> DamagedFileError:
    """Return the error, to be raised, that tells all problems of a file in the order of its lines."""
    told = sorted(set(problems))
    shown, more = told[:_MOST_PROBLEMS], len(told) - _MOST_PROBLEMS
    zh = [f"{path}：有{len(told)}处不合要求：", *(f"  第{p.line}行第{p.column}列：{p.zh}。" for p in shown)]
    en = [f"{path}: {len(told)} problems:", *(f"  line {p.line}, column {p.column}: {p.en}." for p in shown)]
    if more > 0:
        zh.append(f"  另有{more}处，改正以上各处后再查。")
        en.append(f"  and {more} more: correct these first.")
    return DamagedFileError("\n".join(en), "\n".join(zh))


def _no_yaml(path: Path, lines: list[str], error: yaml.MarkedYAMLError) -> DamagedFileError:
    problem, mark = error.problem or "", error.problem_mark or error.context_mark
    wanted = next((wanted for start, wanted in _EXPECTED if start in problem), _ORDINARY)
    before = error.context_mark
    if "':'" in problem and before is not None and before.line < len(lines) and "：" in lines[before.line]:
        # a line without its colon is seen at the next one only
        mark, wanted = before, _WIDE_COLON
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    found = lines[line - 1].strip() if line <= len(lines) else None
    return _damaged(path, line, column, found, *wanted)


def _unreadable_scalar(text: str) -> yaml.ScalarNode | None:
    """Return the first value that looks like a date or number and is none, such as 2022-13-45."""
    try:
        nodes = [yaml.compose(text, Loader=yaml.SafeLoader)]
        while nodes:
            node = nodes.pop(0)
            if isinstance(node, yaml.ScalarNode):
                try:
                    yaml.safe_load(node.value if node.style is None else "")
                except (yaml.YAMLError, ValueError):
                    return node
            elif isinstance(node, yaml.SequenceNode):
                nodes = [*node.value, *nodes]
            elif isinstance(node, yaml.MappingNode):
                nodes = [*(part for pair in node.value for part in pair), *nodes]
    except RecursionError:
        pass
    return None


def _damaged(
    path: Path, line: int, column: int, found: object, expected: str, expected_en: str, field: str = ""
) -> DamagedFileError:
    zh, en = _sentences(found, expected, expected_en, field)
    return DamagedFileError(f"{path} 第{line}行第{column}列：{zh}。 Line {line}, column {column}: {en}.")


def _sentences(found: object, expected: str, expected_en: str, field: str) -> tuple[str, str]:
    """Return what was found and expected at a field, in the two languages, without full stops."""
    said = "" if found is None else _shown(found)
    said = said if len(said) <= _MOST_SHOWN else f"{said[:_MOST_SHOWN]}…"
    zh, en = (f"现为“{said}”", f"found {said!r}") if said else ("现为空白", "found nothing")
    of, of_en = (f"“{field}”", f"field {field!r}: ") if field else ("", "")
    return f"{of}{zh}；要求：{expected}", f"{of_en}{en}; expected: {expected_en}"


def _field(loc: _Loc) -> str:
    """Write the way to a field, list items counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in loc if part != "[key]")


def _shown(found: object) -> str:
    if isinstance(found, dict):
        return "、".join(map(str, found))
    if isinstance(found, list | tuple):
        return "、".join(map(_shown, found))
    return " ".join(str(found).split())


def _place(node: yaml.Node | None, loc: _Loc) -> tuple[int, int]:
    """Return line and column (from 1) of a field; of what holds it where it is missing."""
    line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node else (1, 1)
    for step in loc:
        below: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if getattr(key, "value", None) == str(step):
                    # a name that should not be there, and a value that goes over lines, are found at the name
                    inside = isinstance(value, yaml.ScalarNode) and value.start_mark.line == key.start_mark.line
                    mark = value.start_mark if inside else key.start_mark
                    below, line, column = value, mark.line + 1, mark.column + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            below = node.value[step]
            line, column = below.start_mark.line + 1, below.start_mark.column + 1
        if below is None:
            break
        node = below
    return line, column


def _wanted(first: dict[str, Any]) -> tuple[str, str]:
    """Return what pydantic expected, in the two languages."""
    context = first.get("ctx") or {}
    match first["type"]:
        case "missing":
            return "填写此项", "a value"
        case "extra_forbidden":
            return "没有这一项，核对名称的拼写或删去", "no field of this name (check its spelling or remove it)"
        case "literal_error" | "enum":
            named = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
            return "、".join(named.split(", ")) + "之一", f"one of {named}"
        case "int_type" | "int_parsing" | "int_from_float":
            return "整数", "a whole number"
        case "float_type" | "float_parsing":
            return "数字", "a number"
        case "finite_number":
            return "有限的数", "a finite number"
        case "date_type" | "date_from_datetime_inexact" | "date_from_datetime_parsing":
            return "日期，如2022-09-30（不加引号）", "a date such as 2022-09-30, without quotes"
        case "bool_type":
            return "true或false", "true or false"
        case "too_short":
            return "至少一项", "at least one entry"
        case "string_too_short":
            return "文字，不能为空", "a text that is not empty"
        case "recursion_loop":
            return "不引用自身的内容", "nothing that refers to itself"
        case "string_type":
            return "文字（数字须加引号）", "a text (numbers in quotes)"
        case "tuple_type" | "list_type":
            return "列表，如[甲, 乙]", "a list such as [a, b]"
        case "model_type" | "model_attributes_type" | "dict_type":
            return "若干“名称: 值”", "fields as `name: value`"
        case "greater_than_equal":
            return f"不小于{context['ge']}的数", f"a number not below {context['ge']}"
        case "less_than_equal":
            return f"不大于{context['le']}的数", f"a number not above {context['le']}"
        case "string_pattern_mismatch" if str(context["pattern"]).startswith(r"^\d{4}-(0[1-9]|1[0-2])$"):
            return "月份，如2023-09（加引号）", "a month such as 2023-09, in quotes"
        case "string_pattern_mismatch":
            return f"符合格式{context['pattern']}的文字", f"a text of the pattern {context['pattern']}"
        case "value_error":
            said = str(context.get("error", first["msg"])).removeprefix("expected ")
            return said, said
    return f"符合规定的内容（{said}）", said
    return str(first["msg"]), str(first["msg"])
