"""From YAML files to checked records: every problem at once, each with file and line.

Also the source of the JSON Schemas that help an editor to complete and check the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from popliteal.errors import KnowledgeError
from popliteal.knowledge import content, yamlfile
from popliteal.knowledge.yamlfile import Document, Where

for _record in vars(content).values():
    if isinstance(_record, type) and is_dataclass(_record):
        # An unknown key is a spelling mistake, not something to ignore.
        _record.__pydantic_config__ = {"extra": "forbid"}  # type: ignore[attr-defined]

_GUIDANCE = ("progression", "regression", "return_to_stretch", "review")
_TABLE_KEYS = ("n", "basis", "grade", "source", "sources", "note")


def _listed_source(entry: Any) -> Any:
    """`source: x` is short for `sources: [x]`."""
    if isinstance(entry, dict) and isinstance(entry.get("source"), str) and "sources" not in entry:
        rest = {key: value for key, value in entry.items() if key != "source"}
        return {**rest, "sources": [entry["source"]]}
    return entry


def _table(entry: Any) -> Any:
    """In a line of a table, every key that is not about the numbers is an answer."""
    if not isinstance(entry, dict):
        return entry
    about = {key: value for key, value in entry.items() if key in _TABLE_KEYS}
    return {"p": {k: v for k, v in entry.items() if k not in about}, **_listed_source(about)}


def _with_id(key: str, entry: Any) -> Any:
    return {"id": key, **_listed_source(entry)} if isinstance(entry, dict) else entry


def _plan(entry: Any) -> Any:
    """The plan's guidance stands in maps, by id, so that an id cannot stand twice."""
    if not isinstance(entry, dict):
        return entry
    return {
        key: [_with_id(i, e) for i, e in value.items()]
        if key in _GUIDANCE and isinstance(value, dict)
        else value
        for key, value in entry.items()
    }


@dataclass(frozen=True, slots=True)
class FileKind:
    """How one file (or folder of files) is read."""

    name: str
    record: Any
    shape: str  # "map": entries by id; "list": entries in order; "one": the file is one record
    prepare: Callable[[str, Any], Any]


FILES: Mapping[str, FileKind] = {
    "questions": FileKind("questions.yaml", content.Question, "map", _with_id),
    "measures": FileKind("measures.yaml", content.Measure, "map", _with_id),
    "causes": FileKind("causes.yaml", content.Cause, "map", _with_id),
    "background": FileKind("background.yaml", content.Table, "map", lambda _, e: _table(e)),
    "rules": FileKind("triage.yaml", content.Rule, "map", _with_id),
    "warning_signs": FileKind("warning_signs.yaml", content.WarningSign, "map", _with_id),
    "dispositions": FileKind("dispositions.yaml", content.DispositionWords, "map", _with_id),
    "actions": FileKind("actions.yaml", content.Action, "map", _with_id),
    "plan": FileKind("plan.yaml", content.PlanRules, "one", lambda _, e: _plan(e)),
    "dependence": FileKind("dependence.yaml", content.Dependence, "map", _with_id),
    "hidden_tests": FileKind("hidden_tests.yaml", content.HiddenTests, "map", lambda _, e: e),
    "self_tests": FileKind("self_tests.yaml", content.SelfTest, "map", _with_id),
    "presets": FileKind("presets.yaml", content.Preset, "map", _with_id),
    "thresholds": FileKind("thresholds.yaml", content.Threshold, "map", lambda _, e: e),
    "outcomes": FileKind("outcomes.yaml", content.Outcome, "map", _with_id),
    "diary": FileKind("diary.yaml", content.DiaryRules, "one", lambda _, e: e),
    "report": FileKind("report.yaml", content.ReportWords, "one", lambda _, e: e),
    "sources": FileKind("sources.yaml", content.Source, "map", _with_id),
    "regions": FileKind("regions.yaml", content.Region, "map", _with_id),
    "retired": FileKind("retired.yaml", content.Retired, "list", lambda _, e: e),
    "words": FileKind("words.yaml", str, "map", lambda _, e: e),
}
LIKELIHOODS = FileKind("likelihoods", content.Table, "map", lambda _, e: _table(e))
VERSION = FileKind("version.yaml", str, "map", lambda _, e: e)
TRANSLATIONS = FileKind("translations", content.Translation, "one", lambda _, e: e)


class Problems:
    """Collects what is wrong, with the file and line of each part that was read."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._documents: dict[str, Document] = {}

    def keep(self, document: Document) -> None:
        """Remember a document, so that lines can be named."""
        self._documents[document.name] = document

    def say(self, name: str, where: Where, text: str) -> None:
        """Note one problem at a place in a file."""
        self.found.append(self.placed(name, where, text))

    def placed(self, name: str, where: Where, text: str) -> str:
        """The text with file and line in front of it."""
        document = self._documents.get(name)
        line = document.line(*where) if document else 1
        return f"{name}:{line}: {text}"


def read_folder(folder: Path, fingerprint: str, problems: Problems) -> content.Content | None:
    """Read all files of a knowledge folder; None when a record cannot be built."""
    parts: dict[str, Any] = {
        part: _read_file(folder / kind.name, kind.name, kind, problems)
        for part, kind in FILES.items()
    }
    version = _read_file(folder / VERSION.name, VERSION.name, VERSION, problems)
    tables = {
        path.stem: _read_file(path, f"likelihoods/{path.name}", LIKELIHOODS, problems)
        for path in sorted((folder / LIKELIHOODS.name).glob("*.yaml"))
    }
    if "version" not in version:
        problems.say(VERSION.name, (), "version is missing. Add it.")
    if problems.found:
        return None
    return content.Content(
        version=version["version"], fingerprint=fingerprint, likelihoods=tables, **parts
    )


def read_translation(path: Path, problems: Problems) -> content.Translation | None:
    """Read the words of one language; None when they cannot be read."""
    name = f"{TRANSLATIONS.name}/{path.name}"
    return _read_file(path, name, TRANSLATIONS, problems) or None


def _read_file(path: Path, name: str, kind: FileKind, problems: Problems) -> Any:
    try:
        document = yamlfile.read(path, name)
    except KnowledgeError as error:
        problems.found.extend(error.problems)
        return {}
    problems.keep(document)
    adapter = TypeAdapter(kind.record)
    if kind.shape == "one":
        return _validate(adapter, kind.prepare("", document.data), name, (), problems)
    wanted, word = (dict, "a map of ids") if kind.shape == "map" else (list, "a list")
    if not isinstance(document.data, wanted):
        problems.say(name, (), f"the file must hold {word}.")
        return {}
    if isinstance(document.data, list):
        return tuple(
            _validate(adapter, kind.prepare("", e), name, (i,), problems)
            for i, e in enumerate(document.data)
        )
    return {
        key: _validate(adapter, kind.prepare(key, e), name, (key,), problems)
        for key, e in document.data.items()
    }


def _validate(
    adapter: TypeAdapter[Any], data: Any, name: str, at: Where, problems: Problems
) -> Any:
    try:
        # As JSON, strictly: a list may stand for a tuple, but "yes" is no true and "3" no number.
        return adapter.validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        for item in error.errors():
            where, text = _words(item, at)
            problems.say(name, where, text)
        return None


_ALLOWED = {
    "missing": "{path} is missing. Add it.",
    "unexpected_keyword_argument": "{path} is not a known key. Take it out, or mend its spelling.",
    "literal_error": "{path} is {given!r}. Use {expected}.",
    "too_short": "{path} is too short. Give at least {min_length}.",
    "string_too_short": "{path} is empty. Write something.",
    "greater_than": "{path} is {given!r}. Use more than {gt}.",
    "greater_than_equal": "{path} is {given!r}. Use {ge} or more.",
    "less_than": "{path} is {given!r}. Use less than {lt}.",
    "less_than_equal": "{path} is {given!r}. Use {le} or less.",
    "string_type": "{path} is {given!r}. Use text (in quotes if it looks like a number).",
    "float_type": "{path} is {given!r}. Use a number.",
    "int_type": "{path} is {given!r}. Use a whole number.",
    "bool_type": "{path} is {given!r}. Use true or false.",
    "dict_type": "{path} is {given!r}. Use a map.",
    "dataclass_type": "{path} is {given!r}. Use a map.",
    "tuple_type": "{path} is {given!r}. Use a list.",
}


def _words(error: Any, at: Where) -> tuple[Where, str]:
    """One pydantic error in our own words, and where it stands in the file."""
    steps = tuple(
        step for step in error["loc"] if step != "p" and not str(step).startswith("function")
    )
    where = (*at, *steps)
    path = ".".join(str(step) for step in where) or "the file"
    if error["type"] == "missing" and steps[-1:] == ("sources",):
        owner = ".".join(str(step) for step in where[:-1]) or "the file"
        return where, f"{owner} has no source. Name one of sources.yaml, or 'expert' with grade D."
    words = _ALLOWED.get(error["type"], "{path}: " + error["msg"] + ".")
    return where, words.format(path=path, given=error.get("input"), **error.get("ctx", {}))


def json_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """A JSON Schema for each file, for completion and checks in an editor.

    Examples
    --------
    >>> "questions.schema.json" in dict(json_schemas())
    True
    """
    for kind in (*FILES.values(), LIKELIHOODS, VERSION, TRANSLATIONS):
        stem = kind.name.removesuffix(".yaml")
        yield f"{stem}.schema.json", _file_schema(stem, kind)


def _file_schema(stem: str, kind: FileKind) -> dict[str, Any]:
    entry = TypeAdapter(kind.record).json_schema()
    definitions = entry.pop("$defs", {})
    if kind.record is content.Table:
        _flatten_table(entry)
    if kind.record is content.PlanRules:
        for name in _GUIDANCE:
            items = entry["properties"][name]["items"]
            entry["properties"][name] = {"type": "object", "additionalProperties": items}
    _relax(entry)
    for definition in definitions.values():
        _relax(definition)
    if kind.shape == "one":
        body: dict[str, Any] = entry
    elif kind.shape == "list":
        body = {"type": "array", "items": entry}
    else:
        body = {"type": "object", "additionalProperties": entry}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": stem}
    return {**head, **body, **({"$defs": definitions} if definitions else {})}


def _flatten_table(entry: dict[str, Any]) -> None:
    entry["properties"].pop("p")
    entry["required"].remove("p")
    entry["additionalProperties"] = {
        "type": "number",
        "exclusiveMinimum": 0,
        "exclusiveMaximum": 1,
    }


def _relax(record: dict[str, Any]) -> None:
    """An entry's id is its key, and one source may stand as `source: x`."""
    required: Iterable[str] = record.get("required", ())
    record["required"] = [name for name in required if name not in ("id", "sources")]
    properties = record.get("properties", {})
    properties.pop("id", None)
    if "sources" in properties:
        properties["source"] = {"type": "string", "minLength": 1}
        record["anyOf"] = [{"required": ["source"]}, {"required": ["sources"]}]
