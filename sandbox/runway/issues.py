"""Checks bodies as the service does, and words what is wrong with them as zod does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import JsonValue

from sandbox.runway.tables import RULES, Rules

DOCS = "https://docs.dev.runwayml.com/api"
MOST_SEED = 2**32 - 1
_NAMES = {bool: "boolean", int: "number", float: "number", str: "string", list: "array"}
_KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
}
_FLAGS = {"audio": "boolean", "negativePrompt": "string", "cfgScale": "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A body that was found in order: `pictures` are addresses, in their order."""

    model: str
    prompt: str
    ratio: str
    seconds: int | None
    seed: int | None
    pictures: Sequence[str]


class Issues(Exception):  # it says what is wrong
    """What is wrong with a body, as zod lists it."""

    def __init__(self, issues: Sequence[Mapping[str, JsonValue]]) -> None:
        super().__init__("Validation of body failed")
        self.issues = issues


@dataclass(slots=True)
class _Checked:
    body: Mapping[str, JsonValue]
    issues: list[Mapping[str, JsonValue]] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    def say(self, code: str, path: Sequence[str | int], message: str, **more: JsonValue) -> None:
        self.issues.append({"code": code, "path": list(path), "message": message, **more})

    def get(self, name: str, kind: str, *, required: bool = False) -> JsonValue:
        """The field, where it is there and of this kind."""
        self.read.add(name)
        if name not in self.body:
            if required:
                self.wrong_type([name], kind, "undefined")
            return None
        value = self.body[name]
        if isinstance(value, _KINDS[kind]) and (kind == "boolean") == isinstance(value, bool):
            return value
        self.wrong_type([name], kind, _name_of(value))
        return None

    def wrong_type(self, path: Sequence[str | int], expected: str, received: str) -> None:
        told = (
            "Required" if received == "undefined" else f"Expected {expected}, received {received}"
        )
        self.say("invalid_type", path, told, expected=expected, received=received)

    def choice(self, name: str, value: JsonValue, options: Sequence[JsonValue]) -> None:
        if value is None or value in options:
            return
        listed = " | ".join(f"'{option}'" for option in options)
        self.say(
            "invalid_enum_value",
            [name],
            f"Invalid enum value. Expected {listed}, received '{value}'",
            received=value,
            options=list(options),
        )

    def within(self, name: str, value: int, least: int, most: int, kind: str) -> None:
        what = "String must contain" if kind == "string" else "Number must be"
        unit = " character(s)" if kind == "string" else ""
        if value < least:
            told = (
                f"{what} at least {least}{unit}"
                if unit
                else f"{what} greater than or equal to {least}"
            )
            self.say("too_small", [name], told, minimum=least, type=kind, inclusive=True)
        elif value > most:
            told = (
                f"{what} at most {most}{unit}" if unit else f"{what} less than or equal to {most}"
            )
            self.say("too_big", [name], told, maximum=most, type=kind, inclusive=True)


def check(call: str, body: JsonValue) -> Wanted:
    """What a create call asks for. Raises Issues."""
    if not isinstance(body, dict):
        wrong: Mapping[str, JsonValue] = {
            "code": "invalid_type",
            "path": [],
            "message": f"Expected object, received {_name_of(body)}",
        }
        raise Issues([wrong])
    checked = _Checked(body)
    model = body.get("model")
    rules = RULES[call].get(model) if isinstance(model, str) else None
    if rules is None or not isinstance(model, str):
        listed = " | ".join(f"'{name}'" for name in RULES[call])
        told = f"Invalid discriminator value. Expected {listed}"
        checked.say("invalid_union_discriminator", ["model"], told, options=list(RULES[call]))
        raise Issues(checked.issues)
    checked.read.add("model")
    wanted = Wanted(
        model=model,
        prompt=_prompt(checked, rules),
        ratio=_ratio(checked, rules),
        seconds=None if call == "text_to_image" else _seconds(checked, rules),
        seed=_seed(checked, rules),
        pictures=_pictures(checked, call, rules),
    )
    _others(checked, rules)
    if checked.issues:
        raise Issues(checked.issues)
    return wanted


def _prompt(checked: _Checked, rules: Rules) -> str:
    prompt = checked.get("promptText", "string", required=rules.prompt_required)
    if not isinstance(prompt, str):
        return ""
    units = len(prompt.encode("utf-16-le", "surrogatepass")) // 2
    checked.within("promptText", units, 1, rules.prompt_units, "string")
    return prompt


def _ratio(checked: _Checked, rules: Rules) -> str:
    if rules.ratios == ():
        return ""
    ratio = checked.get("ratio", "string", required=rules.ratio_required)
    if rules.ratios is not None:
        checked.choice("ratio", ratio, rules.ratios)
    return ratio if isinstance(ratio, str) else ""


def _seconds(checked: _Checked, rules: Rules) -> int | None:
    if checked.body.get("duration") == "auto" and rules.durations is None:
        checked.read.add("duration")
        return None
    seconds = checked.get("duration", "number", required=rules.duration_required)
    if seconds is None:
        return None
    if not isinstance(seconds, int):
        checked.wrong_type(["duration"], "integer", "float")
        return None
    if isinstance(rules.durations, range):
        checked.within("duration", seconds, rules.durations[0], rules.durations[-1], "number")
    elif rules.durations is not None:
        checked.choice("duration", seconds, rules.durations)
    else:
        checked.within("duration", seconds, 1, 60, "number")
    return seconds


def _seed(checked: _Checked, rules: Rules) -> int | None:
    if not rules.seed:
        return None
    seed = checked.get("seed", "number")
    if seed is None:
        return None
    if not isinstance(seed, int):
        checked.wrong_type(["seed"], "integer", "float")
        return None
    checked.within("seed", seed, 0, MOST_SEED, "number")
    return seed


def _pictures(checked: _Checked, call: str, rules: Rules) -> Sequence[str]:
    if call == "text_to_video":
        return ()
    if call == "text_to_image":
        return _references(checked, rules)
    checked.read.add("promptImage")
    image = checked.body.get("promptImage")
    if isinstance(image, str):
        return [image]
    if not isinstance(image, list) or not image:
        received = "undefined" if "promptImage" not in checked.body else _name_of(image)
        checked.wrong_type(["promptImage"], "string", received)
        return ()
    positions = ("first", "last") if rules.last_frame else ("first",)
    found: dict[str, str] = {}
    for at, part in enumerate(image):
        position = part.get("position") if isinstance(part, dict) else None
        uri = part.get("uri") if isinstance(part, dict) else None
        if position not in positions or position in found or not isinstance(uri, str):
            told = f"Expected one picture each of {', '.join(positions)}"
            checked.say("custom", ["promptImage", at], told)
        else:
            found[str(position)] = uri
    return [found[position] for position in positions if position in found]


def _references(checked: _Checked, rules: Rules) -> Sequence[str]:
    checked.read.add("referenceImages")
    images = checked.body.get("referenceImages", [])
    if not isinstance(images, list):
        checked.wrong_type(["referenceImages"], "array", _name_of(images))
        return ()
    if len(images) not in rules.references:
        least, most = rules.references[0], rules.references[-1]
        code, told = (
            ("too_small", f"at least {least}")
            if len(images) < least
            else (
                "too_big",
                f"at most {most}",
            )
        )
        checked.say(code, ["referenceImages"], f"Array must contain {told} element(s)")
    uris = []
    for at, part in enumerate(images):
        uri = part.get("uri") if isinstance(part, dict) else None
        tag = part.get("tag", "image") if isinstance(part, dict) else ""
        if not isinstance(uri, str):
            checked.wrong_type(["referenceImages", at, "uri"], "string", _name_of(uri))
        elif not (isinstance(tag, str) and 3 <= len(tag) <= 16 and tag[0].isalpha()):
            checked.say("invalid_string", ["referenceImages", at, "tag"], "Invalid")
        else:
            uris.append(uri)
    return uris


def _others(checked: _Checked, rules: Rules) -> None:
    for name in rules.flags:
        if name == "contentModeration":
            moderation = checked.get(name, "object")
            if isinstance(moderation, dict):
                level = moderation.get("publicFigureThreshold")
                checked.choice("contentModeration.publicFigureThreshold", level, ("auto", "low"))
        else:
            checked.get(name, _FLAGS[name])
    # Of the models that are known by name only, nobody knows what else they take.
    unknown = [] if rules.ratios is None else [n for n in checked.body if n not in checked.read]
    if unknown:
        listed = ", ".join(f"'{name}'" for name in unknown)
        keys: list[JsonValue] = list(unknown)
        checked.say("unrecognized_keys", [], f"Unrecognized key(s) in object: {listed}", keys=keys)


def _name_of(value: JsonValue) -> str:
    return "null" if value is None else _NAMES.get(type(value), "object")
