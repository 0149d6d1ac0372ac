"""What Schemathesis is told beside the OpenAPI document: ids that there are, tokens that are good, and one check of our own."""

import json
import os
import re
import urllib.request
import zlib

import schemathesis

with open(os.environ["FUZZ_KNOWN"], encoding="utf-8") as file:
    KNOWN = json.load(file)

ID = re.compile(r"^([a-z]{2,4})_\w{1,64}$", re.ASCII)
TOKEN = re.compile(r"^[\x21-\x7e]{1,2048}$")
EXAMPLE = "01jd4x8k2v9qzr7m5t3wc6bhna"
# Refusals of the schemas that OpenAPI has no words for: one field depends on another, or counts differ from code points.
BEYOND_THE_DOCUMENT = {"/created_to", "/booked_to", "/to", "/name", "/reason"}


def usual(text):
    """A made-up id becomes one that there is, two times out of three, and the same one whenever it comes again."""
    found = ID.match(text)
    ids = KNOWN["ids"].get(found.group(1)) if found else None
    if not ids:
        return text
    chance = zlib.crc32(text.encode())
    if EXAMPLE not in text and chance % 3 == 0:
        return text
    return ids[chance // 3 % len(ids)]


def replaced(value):
    if isinstance(value, str):
        return usual(value)
    if isinstance(value, list):
        return [replaced(item) for item in value]
    if isinstance(value, dict):
        return {name: replaced(item) for name, item in value.items()}
    return value


def new_token(isp, kind):
    request = urllib.request.Request(
        f"{KNOWN['isps']}/{isp}/_control/tokens",
        data=json.dumps({"line": "demo", "kind": kind}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["subscriber_token"]


@schemathesis.hook
def before_call(ctx, case, kwargs):
    case.path_parameters = replaced(case.path_parameters)
    case.query = replaced(case.query)
    case.body = replaced(case.body)
    body = case.body
    if not isinstance(body, dict) or body.get("isp") not in ("alice", "free", "orange", "sfr"):
        return
    token = body.get("subscriber_token")
    if isinstance(token, str) and TOKEN.match(token) and zlib.crc32(token.encode()) % 3 != 0:
        body["subscriber_token"] = new_token(body["isp"], "mandate" if "offer" in body else "one_shot")


@schemathesis.check
def refused_as_documented(ctx, response, case):
    """A problem has a code that the document has for this call and status, and what its schema allows is not refused by the schema."""
    if "application/problem+json" not in response.headers.get("content-type", [""])[0]:
        return
    problem = response.json()
    responses = case.operation.definition.raw["responses"]
    documented = responses.get(str(response.status_code), {}).get("content", {}).get("application/problem+json", {}).get("examples", {})
    if documented and problem["code"] not in documented and problem["code"] != "unknown_route":
        raise AssertionError(f"{response.status_code} {problem['code']} is not documented")
    is_right = case.meta is not None and case.meta.generation.mode == schemathesis.GenerationMode.POSITIVE
    pointers = {error["pointer"] for error in problem.get("errors", [])}
    if is_right and problem["code"] == "validation_failed" and not pointers <= BEYOND_THE_DOCUMENT:
        raise AssertionError(f"the document allows what is refused: {problem['detail']}")
