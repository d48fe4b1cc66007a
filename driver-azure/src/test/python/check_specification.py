"""Holds recorded requests to Azure Resource Manager, and the answers they got, against Microsoft's specification.

    python check_specification.py FOLDER

Each line of a file in FOLDER is one exchange, a JSON object: method, uri, headers, body, status, answer. Ends with 1 when
there is a problem.
"""

import collections
import json
import pathlib
import sys
import urllib.parse

import specification


def matching(operations, exchange):
    """The operation that a request means; the one with the longest fixed text when several do."""
    split = urllib.parse.urlsplit(exchange["uri"])
    path = "/".join(urllib.parse.unquote(part).replace("/", "%2F") for part in split.path.split("/"))
    query = urllib.parse.parse_qs(split.query, keep_blank_values=True)
    version = query.get("api-version", [""])[0]
    fitting = []
    for operation, pattern, names in operations:
        if operation.method == exchange["method"] and operation.version == version:
            match = pattern.match(path)
            if match:
                fitting.append((len(operation.template), operation, dict(zip(names, match.groups())), query))
    return max(fitting, key=lambda f: f[0], default=None)


def request_problems(operation, values, query, exchange):
    found = []
    for name, value in values.items():
        found += specification.parameter_problems(operation.path_rules.get(name, ""), name, value)
    for name, given in query.items():
        if name == "$skiptoken":
            continue
        if name not in operation.query:
            found.append(f"parameter {name} is unknown")
        if len(given) > 1:
            found.append(f"parameter {name} stands there {len(given)} times")
        found += specification.parameter_problems(operation.query_rules.get(name, ""), name, given[0])
    found += [f"parameter {name} is missing" for name in operation.required_query - set(query)]
    body = exchange.get("body")
    if body is None:
        if operation.body and operation.body_required:
            found.append(f"a {operation.body} is wanted as body")
    elif operation.body is None:
        found.append("a body is sent, and none is wanted")
    else:
        if not exchange["headers"].get("content-type", "").startswith("application/json"):
            found.append("the body is not declared as JSON")
        found += specification.document_problems(operation.models, operation.body, body, False)
    return found


def answer_problems(operation, exchange):
    status = exchange["status"]
    if status >= 400:
        error = (exchange.get("answer") or {}).get("error", {})
        return [] if error.get("code") and error.get("message") else ["an error without code and message"]
    found = []
    if operation.statuses and status not in operation.statuses:
        found.append(f"status {status} is none of {operation.statuses}")
    answer = exchange.get("answer")
    if answer is not None and operation.answer and status != 202:
        found += specification.document_problems(operation.models, operation.answer, answer, True)
    return found


def main(folder):
    operations = [(operation, *operation.pattern()) for operation in specification.operations()]
    requests = answers = 0
    used = collections.Counter()
    problems = collections.Counter()
    for file in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            exchange = json.loads(line)
            path = urllib.parse.urlsplit(exchange["uri"]).path
            # Tokens, and the state of operations, whose addresses ARM makes up
            if path.endswith("/oauth2/v2.0/token") or "/providers/Microsoft.Fake/" in path:
                continue
            requests += 1
            match = matching(operations, exchange)
            if match is None:
                problems[f"{exchange['method']} {exchange['uri']}: no such operation of that api-version"] += 1
                continue
            _, operation, values, query = match
            used[f"{operation.name} {operation.version}"] += 1
            for problem in request_problems(operation, values, query, exchange):
                problems[f"request {operation.name}: {problem}"] += 1
            answers += 1
            for problem in answer_problems(operation, exchange):
                problems[f"answer {operation.name}: {problem}"] += 1
    for name, count in sorted(used.items()):
        print(f"{count:6} {name}")
    print(f"{requests} requests and {answers} answers, {len(used)} operations of the specification, "
          f"{len(problems)} different problems")
    for problem, count in sorted(problems.items()):
        print(f"{count:6} x {problem}")
    if requests == 0:
        print("nothing was recorded")
    return 1 if problems or requests == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
