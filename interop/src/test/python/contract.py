"""Requests derived from docs/openapi.yaml, sent to a started service: no answer may be outside the description.

Started as `python contract.py <description> <examples> <hub> <connection id> <user> <group>` with the connection string
in the environment. The connection is there and stays there: what could end it gets made-up names only. Prints one line
`ok <operation id>` for each operation, and ends with an error that shows the first request that was answered wrongly.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time

import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

DESCRIPTION, EXAMPLES, HUB, CONNECTION, USER, GROUP = sys.argv[1:7]
PAIRS = dict(part.split("=", 1) for part in os.environ["GROUNDWAVE_CONNECTION_STRING"].strip(";").split(";"))
ENDPOINT = PAIRS["Endpoint"].rstrip("/")
KNOWN = {"hub": HUB, "connectionId": CONNECTION, "userId": USER, "group": GROUP}

# What a request that keeps no rule may also be answered with: its path may be that of no operation.
BEYOND = {404, 405, 414, 431}


class Signed(requests.auth.AuthBase):
    """Signs each request for its own URL, as the SDKs do."""

    def __call__(self, request):
        claims = {"aud": request.url, "exp": int(time.time()) + 600}
        signed = part({"alg": "HS256", "typ": "JWT"}) + "." + part(claims)
        digest = hmac.new(PAIRS["AccessKey"].encode(), signed.encode(), hashlib.sha256).digest()
        request.headers["Authorization"] = "Bearer " + signed + "." + encoded(digest)
        return request


def part(value):
    return encoded(json.dumps(value).encode())


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def is_dots(case):
    """HTTP libraries take such a segment for a step within the path."""
    return any(str(value).strip() in (".", "..") for value in (case.path_parameters or {}).values())


def call(session, case):
    return case.call(base_url=ENDPOINT, session=session, auth=Signed(), timeout=30)


def exercise(operation, session, mode, known):
    strategy = operation.as_strategy(generation_mode=mode).filter(lambda case: not is_dots(case))

    @given(case=strategy)
    @settings(
        max_examples=int(EXAMPLES),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def every(case):
        if known:
            names = case.path_parameters
            names.update({name: value for name, value in KNOWN.items() if name in names})
        response = call(session, case)
        if response.status_code >= 500:
            raise AssertionError(f"{response.status_code} for {case.as_curl_command()}")
        if mode is GenerationMode.NEGATIVE and response.status_code in BEYOND:
            return
        case.validate_response(
            response,
            checks=[
                status_code_conformance,
                content_type_conformance,
                response_headers_conformance,
                response_schema_conformance,
            ],
        )

    every()


def main():
    schema = schemathesis.openapi.from_path(DESCRIPTION)
    with requests.Session() as session:
        for result in schema.get_all_operations():
            operation = result.ok()
            name = operation.definition.raw["operationId"]
            ends = "Close" in name
            exercise(operation, session, GenerationMode.POSITIVE, known=False)
            if "{" in operation.path:
                # A call without names and parameters has no rule that could be broken.
                exercise(operation, session, GenerationMode.NEGATIVE, known=False)
            if not ends:
                exercise(operation, session, GenerationMode.POSITIVE, known=True)
            print(f"ok {name}", flush=True)


main()
