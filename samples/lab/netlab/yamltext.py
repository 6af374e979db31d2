"""Just enough YAML to write what is expected of a sample: mappings, lists, text and numbers."""

import json
import re
import textwrap

_WIDTH = 100
_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9 ,_./()+%'-]*")
_WORDS_WITH_A_MEANING = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def _scalar(value):
    if isinstance(value, str):
        if re.fullmatch(r"\d+\.\d+\.\d+\.\d+", value):
            return value
        plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS_WITH_A_MEANING
        return value if plain and ", " not in value else json.dumps(value)
    return json.dumps(value)


def _flow_style(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow_style(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_flow_style, value)) + "]"
    return _scalar(value)


def _fits(value, indent):
    nested = value.values() if isinstance(value, dict) else value
    flat = not any(isinstance(item, (dict, list, tuple)) for item in nested)
    return not value or (flat and indent + len(_flow_style(value)) <= _WIDTH + 60 * isinstance(value, dict))


def _lines(value, indent):
    pad = " " * indent
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _entry(f"{pad}{key}:", item, indent + 2)
    else:
        for item in value:
            if isinstance(item, (dict, list, tuple)) and not _fits(item, indent):
                first, *rest = _lines(item, indent + 2)
                yield f"{pad}- {first.lstrip()}"
                yield from rest
            else:
                yield f"{pad}- {_flow_style(item)}"


def _entry(head, item, indent):
    if isinstance(item, (dict, list, tuple)) and not _fits(item, indent):
        yield head
        yield from _lines(item, indent)
    elif isinstance(item, dict) and item:
        yield head
        yield from _lines(item, indent)
    elif isinstance(item, str) and len(item) > _WIDTH - len(head):
        yield f"{head} >-"
        yield from textwrap.wrap(item, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent)
    else:
        yield f"{head} {_flow_style(item)}"


def text(mapping):
    return "\n".join(_lines(mapping, 0)) + "\n"
