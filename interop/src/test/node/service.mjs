// @azure/web-pubsub as a back end uses it, one scenario per run: every call and every option of the package.
import { run, same } from "./kit.mjs";
import { access } from "./service-access.mjs";
import { connections } from "./service-connections.mjs";
import { groups } from "./service-groups.mjs";
import { sends } from "./service-sends.mjs";
import { uncovered } from "./surface.mjs";

const scenarios = { ...access, ...connections, ...groups, ...sends };

await run({
  ...scenarios,

  async surface() {
    const { missing, unknown } = uncovered(scenarios);
    same(missing, [], "every call and option is in a scenario");
    same(unknown, [], "and no other is named");
  },
});
