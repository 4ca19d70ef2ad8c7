"""What azure-messaging-webpubsubservice offers, read from the package itself, and what of it a scenario has called.

So a call or a keyword of a newer version makes a test fail until a scenario covers it.
"""

import functools
import inspect
import re

import azure.messaging.webpubsubservice as sdk
import azure.messaging.webpubsubservice.aio as sdk_aio

# Of every Azure SDK, and this one overrides no version.
_OF_ANY_SDK = {"api_version"}
# Taken, but told neither by the signature nor by the documentation.
_UNTOLD = {
    "from_connection_string": {"reverse_proxy_endpoint", "user"},
    "list_connections": {"maxpagesize", "continuation_token_parameter"},
}
_called = set()


def _noting(name, target):
    @functools.wraps(target)
    def call(*args, **keywords):
        found = target(*args, **keywords)
        if inspect.isawaitable(found):
            return _after(found, name, keywords)
        _note(name, keywords)
        return found

    return call


async def _after(found, name, keywords):
    result = await found
    _note(name, keywords)
    return result


def _note(name, keywords):
    _called.update([name, *(f"{name} {keyword}" for keyword in keywords)])


def _public(kind):
    return [name for name in dir(kind) if not name.startswith("_")]


def _keywords(function):
    """Those of the signature, and those that only the documentation tells."""
    named = {each.name for each in inspect.signature(function).parameters.values() if each.kind is each.KEYWORD_ONLY}
    told = re.findall(r":keyword (?:[^:\n]* )?(\w+):", inspect.getdoc(function) or "")
    return (named | set(told)) - _OF_ANY_SDK


def _offered(kind):
    calls = {name: _keywords(getattr(kind, name)) | _UNTOLD.get(name, set()) for name in _public(kind)}
    return {*calls, *(f"{name} {keyword}" for name, keywords in calls.items() for keyword in keywords)}


def _recorded(kind):
    """The client class with calls that are noted when they came to a good end."""
    methods = {name: _noting(name, getattr(kind, name)) for name in _public(kind) if name != "from_connection_string"}

    @classmethod
    def from_connection_string(cls, *args, **keywords):
        found = super(recorded, cls).from_connection_string(*args, **keywords)
        _note("from_connection_string", keywords)
        return found

    recorded = type(kind.__name__, (kind,), {**methods, "from_connection_string": from_connection_string})
    return recorded


OFFERED = {"sync": _offered(sdk.WebPubSubServiceClient), "aio": _offered(sdk_aio.WebPubSubServiceClient)}
EXPORTED = {"sync": sorted(sdk.__all__), "aio": sorted(sdk_aio.__all__)}
WebPubSubServiceClient = _recorded(sdk.WebPubSubServiceClient)
AioWebPubSubServiceClient = _recorded(sdk_aio.WebPubSubServiceClient)


def covering(*calls):
    """A scenario that says which calls it shows: "send_to_all filter" is the call send_to_all and its keyword filter.

    It fails when it did not make one of them.
    """
    covered = {part for name, *keywords in map(str.split, calls) for part in (name, *(f"{name} {k}" for k in keywords))}

    def of(scenario):
        @functools.wraps(scenario)
        async def checked():
            await scenario()
            left = sorted(covered - _called)
            if left:
                raise AssertionError(f"not called: {left}")

        checked.covered = covered
        return checked

    return of


def uncovered(flavour, scenarios):
    """Calls and keywords of the package that no scenario covers, and what scenarios cover that is not there."""
    covered = set().union(*(getattr(each, "covered", set()) for each in scenarios))
    return sorted(OFFERED[flavour] - covered), sorted(covered - OFFERED[flavour])
