import { expect, test } from "vitest";
import { audience } from "../../../src/core/alerts/audience.ts";
import { Agents, Config } from "../../../src/schema/index.ts";

const policy = {
  config: Config.parse({ operators: ["Olga"], orchestrators: ["otto", "olga"] }),
  agents: Agents.parse({ agents: [{ id: "atlas", role: "Backend", owner: "grace" }] }),
};

function named(to: readonly string[], owner: string | null = null, assignees: string[] = []) {
  return audience({ to: [...to] }, { owner, assignees }, policy);
}

test.each<[string, Parameters<typeof named>, readonly string[], readonly string[]]>([
  [
    "operators and orchestrators of the configuration, each once",
    [["operator", "orchestrator"]],
    ["olga", "otto"],
    [],
  ],
  ["the person who owns the task", [["human:ada"], "human:ada"], ["ada"], []],
  ["an assignee", [["human:Ada"], null, ["ada"]], ["Ada"], []],
  ["the person who answers for an agent", [["human:grace"]], ["grace"], []],
  [
    "nobody whom only the text of the issue names",
    [["human:victim"], "human:ada"],
    [],
    ["human:victim"],
  ],
  [
    "no agent, bot or part without a login",
    [["agent:atlas", "reviewer", "human:x[bot]"], "human:x[bot]"],
    [],
    ["agent:atlas", "reviewer", "human:x[bot]"],
  ],
  [
    "nobody twice",
    [["human:ada", "human:ADA", "reviewer", "reviewer"], "human:ada"],
    ["ADA"],
    ["reviewer"],
  ],
])("mentions %s", (_, given, logins, others) => {
  expect(named(...given)).toEqual({ logins, others });
});

test.each(["a b", "a/b", "-a", "a-", "a--b", "a".repeat(40), ""])(
  "mentions no operator that is no login: %j",
  (login) => {
    const config = Config.parse({ operators: [login] });
    const { logins } = audience(
      { to: ["operator"] },
      { owner: null, assignees: [] },
      { ...policy, config },
    );
    expect(logins).toEqual([]);
  },
);
