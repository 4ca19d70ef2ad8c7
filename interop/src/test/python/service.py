"""azure-messaging-webpubsubservice as a back end uses it, one scenario per run: every call and keyword of the package."""

import service_access
import service_connections
import service_groups
import service_sends
from kit import FLAVOUR, run, same
from surface import EXPORTED, uncovered

SCENARIOS = [
    *service_access.SCENARIOS,
    *service_connections.SCENARIOS,
    *service_groups.SCENARIOS,
    *service_sends.SCENARIOS,
]


async def surface():
    missing, unknown = uncovered(FLAVOUR, SCENARIOS)
    same(missing, [], "every call and keyword is in a scenario")
    same(unknown, [], "and no other is named")
    exported = {"sync": ["GroupMember", "WebPubSubServiceClient"], "aio": ["WebPubSubServiceClient"]}
    same(EXPORTED[FLAVOUR], exported[FLAVOUR], "there are no other types")


run(*SCENARIOS, surface)
