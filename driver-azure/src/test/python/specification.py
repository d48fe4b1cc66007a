"""What Microsoft's specification of Azure Resource Manager says, read out of the clients that are generated from it.

An operation is known by method, path template and api-version. Its parameters come from the source of the functions that
build requests; bodies from the tables of the model classes. The clients lift what lies in "properties" up into the resource;
what the specification requires there is lost to them, as "properties" itself may be left out.
"""

import enum
import importlib
import inspect
import re
import sys

PACKAGES = [
    ("azure.mgmt.compute.v2024_07_01", "2024-07-01"),
    ("azure.mgmt.compute.v2024_03_02", "2024-03-02"),
    ("azure.mgmt.compute.v2023_07_03", "2023-07-03"),
    ("azure.mgmt.compute.v2021_07_01", "2021-07-01"),
    ("azure.mgmt.network", "2024-05-01"),
    ("azure.mgmt.resource.resources.v2021_04_01", "2021-04-01"),
    ("azure.mgmt.resource.subscriptions.v2022_12_01", "2022-12-01"),
    ("azure.mgmt.storage.v2023_05_01", "2023-05-01"),
    ("azure.mgmt.monitor", "2024-02-01"),
]


class Operation:
    """One operation, as its builder of requests and the method that calls it tell it."""

    def __init__(self, name, version, models, builder, caller):
        self.name = name
        self.version = version
        self.models = models
        self.method = re.search(r'HttpRequest\(method="(\w+)"', builder).group(1)
        self.template = re.search(r'"template_url",\s*"([^"]*)"', builder).group(1)
        self.path_rules = {}
        for part in re.findall(r'"(\w+)": _SERIALIZER\.url\((.*?)\),?\n', builder, re.S):
            self.path_rules[part[0]] = part[1]
        self.query = {"api-version"} | set(re.findall(r'_params\["([^"]+)"\] =', builder))
        optional = re.findall(r'is not None:\s*_params\["([^"]+)"\] =', builder)
        self.required_query = self.query - set(optional)
        self.query_rules = dict(re.findall(r'_params\["([^"]+)"\] = _SERIALIZER\.query\((.*?)\)\n', builder, re.S))
        body = re.search(r'self\._serialize\.body\(\w+, "([^"]+)"', caller)
        self.body = body.group(1) if body else None
        # A body that the method asks for whatever else is given
        self.body_required = bool(body) and not re.search(r'if \w+ is not None:\s*_json = self\._serialize', caller)
        answers = re.findall(r'self\._deserialize\(\s*"([^"]+)", pipeline_response', caller)
        self.answer = answers[0] if answers else None
        statuses = re.search(r"response\.status_code not in \[([\d, ]+)\]", caller)
        self.statuses = [int(s) for s in statuses.group(1).split(",")] if statuses else []

    def pattern(self):
        names = []

        def group(match):
            names.append(match.group(1))
            # The scope of a metric is a whole resource's path
            return "(.+)" if match.group(1) in ("resourceUri", "scope") else "([^/]+)"

        text = "".join(
            re.sub(r"\{(\w+)\}", group, part) if part.startswith("{") else re.escape(part)
            for part in re.split(r"(\{\w+\})", self.template)
        )
        return re.compile("/?" + text.lstrip("/") + "$", re.I), names


def operations():
    """All operations of the stated api-versions."""
    known = []
    for package, version in PACKAGES:
        models = importlib.import_module(package + ".models")
        module = importlib.import_module(package + ".operations")
        files = {sys.modules[c.__module__] for c in vars(module).values() if inspect.isclass(c)}
        for file in files:
            source = inspect.getsource(file)
            builders = {}
            for text in re.split(r"(?=^(?:def|class) )", source, flags=re.M):
                start = re.match(r"def (build_\w+)\(", text)
                if start:
                    builders[start.group(1)] = text
            # Of an operation that lasts, the part that sends has the body, and the part that begins has the answer
            methods = re.split(r"(?=^    def )", source, flags=re.M)
            for index, text in enumerate(methods):
                used = re.search(r"_request = (build_\w+)\(", text)
                if not used or used.group(1) not in builders:
                    continue
                builder = builders[used.group(1)]
                own = re.search(r'"api-version", "([\d-]+)"', builder)
                # A package without versions of its own says the version of each operation
                if not own or own.group(1) != version:
                    continue
                name = re.match(r"    def (\w+)", text).group(1)
                if name.startswith("_") and name.endswith("_initial"):
                    begin = next((m for m in methods[index + 1 :] if m.startswith("    def begin_" + name[1:-8] + "(")
                                  and "_initial(" in m), "")
                    found = re.search(r'self\._deserialize\(\s*"[^"]+", pipeline_response[^)]*\)', begin)
                    text = text + (found.group(0) if found else "")
                known.append(Operation(used.group(1)[6:-8], version, models, builder, text))
    return known


class Problems:
    """What a document has against its model."""

    def __init__(self, models, answer):
        self.models = models
        self.answer = answer
        self.found = []

    def tell(self, where, what):
        self.found.append(f"{where or 'the document'}: {what}")

    def check(self, type_name, value, where):
        if value is None:
            return
        if type_name.startswith("["):
            if not isinstance(value, list):
                return self.tell(where, "no array")
            for index, element in enumerate(value):
                self.check(type_name[1:-1], element, f"{where}[{index}]")
        elif type_name.startswith("{"):
            if not isinstance(value, dict):
                return self.tell(where, "no map")
            for key, element in value.items():
                self.check(type_name[1:-1], element, f"{where}.{key}")
        elif type_name in ("object", "IO"):
            return
        elif hasattr(self.models, type_name) and hasattr(getattr(self.models, type_name), "_attribute_map"):
            self.model(getattr(self.models, type_name), value, where)
        else:
            self.plain(type_name, value, where)

    def plain(self, type_name, value, where):
        fits = {
            "bool": lambda v: isinstance(v, bool),
            "int": lambda v: isinstance(v, int) and not isinstance(v, bool),
            "long": lambda v: isinstance(v, int) and not isinstance(v, bool),
            "float": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
            "iso-8601": lambda v: isinstance(v, str) and re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", v),
            "duration": lambda v: isinstance(v, str) and re.match(r"P", v),
        }.get(type_name, lambda v: isinstance(v, str))
        if not fits(value):
            self.tell(where, f"{value!r} is no {type_name}")

    def model(self, model, value, where):
        if not isinstance(value, dict):
            return self.tell(where, f"no {model.__name__}")
        model = self.subtype(model, value)
        # Flattened properties have keys as properties.storageProfile
        tree = {}
        for attribute, entry in model._attribute_map.items():
            keys = [k.replace("\\.", ".") for k in re.split(r"(?<!\\)\.", entry["key"])] if entry["key"] else [""]
            node = tree
            for key in keys[:-1]:
                node = node.setdefault(key, {})
            node[keys[-1]] = (attribute, entry["type"])
        if "" in tree:
            return
        self.level(model, tree, value, where)

    def level(self, model, tree, value, where):
        for key, element in value.items():
            here = f"{where}.{key}" if where else key
            if key not in tree:
                near = next((k for k in tree if k.lower() == key.lower()), None)
                self.tell(here, f"unknown in {model.__name__}" + (f"; {near} is meant?" if near else ""))
            elif isinstance(tree[key], dict):
                if isinstance(element, dict):
                    self.level(model, tree[key], element, here)
                elif element is not None:
                    self.tell(here, "no object")
            else:
                attribute, type_name = tree[key]
                rules = getattr(model, "_validation", {}).get(attribute, {})
                if rules.get("readonly") and not self.answer:
                    self.tell(here, "read only, and sent")
                self.rules(rules, element, here)
                self.allowed(model, attribute, element, here)
                self.check(type_name, element, here)
        for key, entry in tree.items():
            if isinstance(entry, tuple):
                rules = getattr(model, "_validation", {}).get(entry[0], {})
                # The specification wants a link to the next page of the last page of subscriptions, too; Azure sends none
                if self.answer and key == "nextLink":
                    continue
                if rules.get("required") and key not in value and not rules.get("constant"):
                    if not (rules.get("readonly") and not self.answer):
                        self.tell(f"{where}.{key}" if where else key, "required, and missing")

    def rules(self, rules, value, where):
        if isinstance(value, str):
            if "max_length" in rules and len(value) > rules["max_length"]:
                self.tell(where, f"longer than {rules['max_length']}")
            if "min_length" in rules and len(value) < rules["min_length"]:
                self.tell(where, f"shorter than {rules['min_length']}")
            if "pattern" in rules and not re.match(rules["pattern"], value):
                self.tell(where, f"{value!r} does not match {rules['pattern']}")
        if isinstance(value, (int, float)):
            if "maximum" in rules and value > rules["maximum"] or "minimum" in rules and value < rules["minimum"]:
                self.tell(where, f"{value} is out of range")
        if isinstance(value, list):
            if "min_items" in rules and len(value) < rules["min_items"]:
                self.tell(where, "too few")
            if "max_items" in rules and len(value) > rules["max_items"]:
                self.tell(where, "too many")

    def allowed(self, model, attribute, value, where):
        """The values of enumerations stand in the documentation of the model's variables alone."""
        told = re.search(
            rf":(?:vartype|paramtype) {attribute}:((?:(?!\n\s*:).|\n(?!\s*:))*)", model.__doc__ or ""
        )
        names = re.findall(r"models\.(\w+)", told.group(1)) if told else []
        for name in names:
            values = getattr(self.models, name, None)
            if inspect.isclass(values) and issubclass(values, enum.Enum):
                known = [member.value for member in values]
                for one in value if isinstance(value, list) else [value]:
                    if one is not None and one not in known:
                        self.tell(where, f"{one!r} is none of {', '.join(map(str, known[:12]))}")

    def subtype(self, model, value):
        for key, subtypes in getattr(model, "_subtype_map", {}).items():
            kind = value.get(model._attribute_map[key]["key"])
            if kind in subtypes:
                return getattr(self.models, subtypes[kind])
        return model


def document_problems(models, type_name, value, answer):
    problems = Problems(models, answer)
    problems.check(type_name, value, "")
    return problems.found


def parameter_problems(rules, name, value):
    """By the rules of a parameter, such as max_length=80, pattern=r"..."."""
    found = []
    pattern = re.search(r'pattern=r"(.*?)"(?:,|$)', rules)
    if pattern and not re.match(pattern.group(1), value):
        found.append(f"{name} {value!r} does not match {pattern.group(1)}")
    longest = re.search(r"max_length=(\d+)", rules)
    if longest and len(value) > int(longest.group(1)):
        found.append(f"{name} is longer than {longest.group(1)}")
    shortest = re.search(r"min_length=(\d+)", rules)
    if shortest and len(value) < int(shortest.group(1)):
        found.append(f"{name} is shorter than {shortest.group(1)}")
    if re.search(r'"(int)"', rules) and not value.isdigit():
        found.append(f"{name} {value!r} is no number")
    return found
