import { expect, test } from "vitest";
import { audience } from "../../../src/core/alerts/audience.ts";
import { Agents, Config } from "../../../src/schema/index.ts";

const policy = {
  config: Config.parse({ operators: ["Olga"], orchestrators: ["otto", "olga"] }),
  agents: Agents.parse({ agents: [{ id: "atlas", role: "Backend", owner: "grace" }] }),
};

function named(
  to: readonly string[],
  owner: string | null = null,
  assignees: string[] = [],
  reviewers?: string[],
) {
  return audience({ to: [...to] }, { owner, assignees, ...(reviewers && { reviewers }) }, policy);
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
    [["agent:atlas", "human:x[bot]"], "human:x[bot]"],
    [],
    ["agent:atlas", "human:x[bot]"],
  ],
  [
    "nobody twice",
    [["human:ada", "human:ADA", "agent:x", "agent:x"], "human:ada"],
    ["ADA"],
    ["agent:x"],
  ],
  [
    "the reviewers that were asked",
    [["reviewer"], "human:ada", [], ["rita", "Olga"]],
    ["rita", "Olga"],
    [],
  ],
  ["the orchestrators where none was", [["reviewer"], "human:ada"], ["otto", "olga"], []],
  ["no orchestrator whose own work it is", [["reviewer"], "human:otto"], ["olga"], []],
])("mentions %s", (_, given, logins, others) => {
  expect(named(...given)).toEqual({ logins, others });
});

test.each<[string, object, string | null, readonly string[], readonly string[]]>([
  ["the operators where there is no orchestrator", { operators: ["olga"] }, null, ["olga"], []],
  [
    "an operator who does not answer for the agent that did the work",
    { orchestrators: ["grace"], operators: ["Grace", "olga"] },
    "agent:atlas",
    ["olga"],
    [],
  ],
  ["only the part, where nobody plays it", {}, null, [], ["reviewer"]],
])("of an alert for the reviewer it names %s", (_, config, owner, logins, others) => {
  const given = { ...policy, config: Config.parse(config) };
  expect(audience({ to: ["reviewer"] }, { owner, assignees: [] }, given)).toEqual({
    logins,
    others,
  });
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
