"""The parts of tks-events(5) that follow from the contract: written as the command's own JSON Schemas describe it."""

import json
import subprocess
import textwrap

REVISIONS = ["0.1.42", "0.1.47", "0.1.50"]


class Contract:
    """All schemas of all revisions, as `tksctl schema` prints them."""

    def __init__(self, tksctl):
        self.tksctl = tksctl
        self.names = {revision: self._run("--contract", revision, "--list").split() for revision in REVISIONS}
        self.schemas = {(revision, name): json.loads(self._run("--contract", revision, name))
                        for revision in REVISIONS for name in self.names[revision]}

    def _run(self, *arguments):
        return subprocess.run([self.tksctl, "schema", "--no-config", *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout

    def newest(self, name):
        return self.schemas[REVISIONS[-1], name]

    def since(self, name, field=None):
        """The revision that brought it; nothing for the first one."""
        for revision in REVISIONS:
            schema = self.schemas.get((revision, name))
            if schema and (field is None or field in schema["properties"]):
                return "" if revision == REVISIONS[0] else f"Since {revision}."
        raise AssertionError(f"no revision has {name} {field}")


def prose(text):
    """Lines as mdoc wants them: a sentence ends a line, and none begins with a control character."""
    lines = []
    for sentence in text.replace(". ", ".\n").split("\n"):
        lines += [("\\&" + line if line[0] in ".'" else line) for line in textwrap.wrap(sentence, 78, break_long_words=False, break_on_hyphens=False)]
    return "".join(line + "\n" for line in lines)


def is_any_of(schema, kind):
    types = schema.get("type", [])
    return kind in (types if isinstance(types, list) else [types])


def type_of(schema):
    """What a value is, in words, and whether it may be null."""
    if "anyOf" in schema:
        parts = [part for part in schema["anyOf"] if part.get("type") != "null"]
        words = " or ".join(type_of(part)[0] for part in parts)
        return words, len(parts) < len(schema["anyOf"])
    if "oneOf" in schema:
        return " or ".join(type_of(part)[0] for part in schema["oneOf"]), False
    null = is_any_of(schema, "null")
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return ("text" if name == "NotBlank" else name), null
    if "const" in schema:
        return json.dumps(schema["const"]), null
    if "enum" in schema:
        return " | ".join(json.dumps(word) for word in schema["enum"] if word is not None), null
    if is_any_of(schema, "array"):
        return f"list of {type_of(schema['items'])[0]}", null
    for kind, word in {"string": "text that may be blank", "integer": "integer", "number": "number", "boolean": "boolean", "object": "object"}.items():
        if is_any_of(schema, kind):
            break
    else:
        raise AssertionError(f"of no type: {schema}")
    bounds = ""
    if "exclusiveMinimum" in schema:
        bounds = f" > {schema['exclusiveMinimum']}"
    elif "minimum" in schema and schema["minimum"] > -2**63:
        bounds = f" \\(>= {schema['minimum']}"
    return word + bounds, null


def field_lines(contract, name, field, schema, is_required):
    words, null = type_of(schema)
    notes = [f"{words}{' or null' if null else ''}"]
    if not is_required:
        default = schema.get("default")
        if "made up" in schema.get("$comment", "") or "makes up" in schema.get("$comment", ""):
            notes.append("made up where it is absent")
        elif default is None:
            notes.append("may be absent")
        else:
            notes.append(f"default {json.dumps(default)}")
    since = contract.since(name, field)
    return (f".It Cm {field}\n" + prose(f"{'; '.join(notes)}.") + prose(schema.get("description", "")) +
            (prose(since) if since else ""))


def model_lines(contract, name, fields):
    schema = contract.newest(name)
    text = prose(schema.get("description", ""))
    text += prose(contract.since(name)) if contract.since(name) else ""
    if schema.get("$comment"):
        text += prose(schema["$comment"].replace("A schema cannot refuse what is refused here: ", "Refused as well: "))
    if not fields:
        return text
    text += '.Bl -tag -width "order_origin"\n'
    for field in fields:
        text += field_lines(contract, name, field, schema["properties"][field], field in schema.get("required", []))
    return text + ".El\n"


def event_names(contract):
    return [name for name in contract.names[REVISIONS[-1]] if name[0].islower()]


def envelope(contract):
    """The keys that all events have, but for the payload."""
    keys = [set(contract.newest(name)["properties"]) for name in event_names(contract)]
    first = contract.newest(event_names(contract)[0])["properties"]
    return [field for field in first if all(field in known for known in keys) and field != "payload"]


def payload_of(schema):
    payload = schema["properties"]["payload"]
    return payload["$ref"].rsplit("/", 1)[1] if "$ref" in payload else "any object"


def envelope_text(contract):
    name = event_names(contract)[0]
    schema = contract.newest(name)
    text = '.Bl -tag -width "correlation_id"\n'
    for field in envelope(contract):
        described = dict(schema["properties"][field])
        if field in ("event_type", "aggregate_type"):
            described = {"description": described["description"], "$ref": "#/$defs/" + ("EventType" if field == "event_type" else "AggregateType"),
                         "default": None}
        text += field_lines(contract, name, field, described, field in schema.get("required", []))
    return text + ".El\n"


def events_text(contract):
    common = {*envelope(contract), "payload"}
    text = ""
    for name in event_names(contract):
        schema = contract.newest(name)
        own = [field for field in schema["properties"] if field not in common]
        text += f".Ss {name}\n"
        text += prose(f"Class {schema['title']}; aggregate {schema['properties']['aggregate_type']['default']}; payload {payload_of(schema)}.")
        text += model_lines(contract, name, own)
    return text


def models_text(contract):
    return "".join(f".Ss {name}\n" + model_lines(contract, name, list(contract.newest(name)["properties"]))
                   for name in contract.names[REVISIONS[-1]] if name[0].isupper())


def words_text(contract):
    found = {}
    for (revision, _), schema in contract.schemas.items():
        for name, definition in schema.get("$defs", {}).items():
            if "enum" in definition and name != "EventType":
                found.setdefault(name, definition)
    text = '.Bl -tag -width Ds\n'
    for name, definition in sorted(found.items()):
        text += f".It {name}\n" + prose(", ".join(definition["enum"]) + ".")
    return text + ".El\n"


def parts(tksctl):
    """Each part of the page, by its name."""
    contract = Contract(tksctl)
    return {"envelope": envelope_text(contract), "events": events_text(contract), "models": models_text(contract),
            "words": words_text(contract)}
