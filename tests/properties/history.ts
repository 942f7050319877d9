import fc from "fast-check";
import type { Permission } from "../../src/core/facts.ts";
import type { Policy } from "../../src/core/policy.ts";
import { Agents, Config } from "../../src/schema/index.ts";
import type { Facts, Order, RuleOrder, Status } from "./lifecycle-model.ts";

/** Everybody who walks through the random histories, and what GitHub lets them do. */
export const permissions: Readonly<Record<string, Permission>> = {
  ada: "admin",
  oda: "triage",
  orc: "triage",
  max: "write",
  mia: "triage",
  aria: "write",
  "atlas-bot": "read",
  "hermes[bot]": "write",
  "renovate[bot]": "triage",
  rea: "read",
};
export const people: readonly string[] = [...Object.keys(permissions), "sam", "noise[bot]"];
const members = ["ada", "oda", "orc", "max", "mia", "aria"];

const agents = [
  { id: "atlas", role: "Backend", login: "atlas-bot", owner: "aria" },
  { id: "hermes", role: "QA", login: "hermes[bot]", owner: "max" },
  { id: "iris", role: "Research" },
];
export const engineLogin = "mission-control[bot]";

export const cast = {
  permissions,
  operators: ["oda"],
  orchestrators: ["orc"],
  agents: agents.map(({ role: _role, ...agent }) => agent),
};

export const policy: Policy = {
  config: Config.parse({
    operators: cast.operators,
    orchestrators: cast.orchestrators,
    triage: { automatic: false },
  }),
  agents: Agents.parse({ agents }),
};

/** What somebody is about to do; some of it is only known when it comes to it. */
export type Intent =
  | {
      readonly want: "forward";
      readonly by: "label" | "replace" | "command";
      readonly fit: boolean;
    }
  | { readonly want: "status"; readonly add: readonly string[]; readonly replace: boolean }
  | { readonly want: "strip" }
  | {
      readonly want: "say";
      readonly orders: readonly Order[];
      readonly then: "leave" | "edit" | "delete";
    }
  | { readonly want: "close"; readonly reason: "completed" | "not_planned" | "duplicate" }
  | { readonly want: "reopen" }
  | { readonly want: "owner"; readonly owner: string; readonly on: boolean }
  | { readonly want: "pull" }
  /** The rules order something, on what was known at the last rest; `raced`: people go on in the meantime. */
  | { readonly want: "rules"; readonly kind: RuleOrder["kind"]; readonly raced: boolean }
  | { readonly want: "halt"; readonly label: "halt" | "security:red"; readonly on: boolean }
  | { readonly want: "priority"; readonly priority: string; readonly on: boolean }
  | { readonly want: "write"; readonly facts: Facts }
  | { readonly want: "permit"; readonly login: string; readonly permission: Permission }
  | { readonly want: "rewrite" | "withdraw" }
  | { readonly want: "approve" | "merge" | "revert" }
  | { readonly want: "check"; readonly checks: "green" | "red" | "pending" };

export type Step = {
  readonly who: string;
  readonly intent: Intent;
  /** Seconds since the step before. */
  readonly gap: number;
  /** Requests of a running engine that pass before it happens. */
  readonly after: number;
};

/** What the network does to one webhook. */
export type Fate = { readonly copies: number; readonly late: number };

export type History = {
  readonly author: string;
  readonly ready: boolean;
  readonly filedWith: readonly string[];
  readonly labelsFirst: boolean;
  readonly parallel: number;
  readonly steps: readonly Step[];
  readonly fates: readonly Fate[];
};

const statusNames: readonly string[] = [
  "inbox",
  "triaged",
  "planned",
  "assigned",
  "active",
  "blocked",
  "review",
  "done",
  "failed",
  "reverted",
  "archived",
  "backlog",
  "pending",
  "nowhere",
];
const owners = [
  "agent:atlas",
  "agent:hermes",
  "agent:iris",
  "human:max",
  "human:mia",
  "human:sam",
  "orchestrator",
];
const priorities = ["urgent", "medium", "low"];
const words = fc.constantFrom("because", "it waits", "see there");

const waive = fc.option(fc.constant("nobody else is here"), { nil: undefined, freq: 5 });
const optionalWords = fc.option(words, { nil: undefined, freq: 2 });

const order: fc.Arbitrary<Order> = fc
  .oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        give: fc.constant("triage" as const),
        priority: fc.option(fc.constantFrom(...priorities), { nil: undefined }),
        waive,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        give: fc.constant("priority" as const),
        priority: fc.constantFrom(...priorities),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        give: fc.constant("assign" as const),
        owner: fc.constantFrom(...owners),
        output: optionalWords,
        review: optionalWords,
        waive,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        give: fc.constantFrom(
          "block" as const,
          "reject" as const,
          "fail" as const,
          "halt" as const,
        ),
        reason: words,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        give: fc.constant("review" as const),
        link: fc.constantFrom("https://example.org/1", "#77"),
        waive,
      }),
    },
    {
      weight: 9,
      arbitrary: fc.record({
        give: fc.constantFrom(
          "plan" as const,
          "claim" as const,
          "start" as const,
          "release" as const,
          "unblock" as const,
          "approve" as const,
          "done" as const,
          "revert" as const,
          "archive" as const,
        ),
        waive,
      }),
    },
    { weight: 1, arbitrary: fc.constant({ give: "nonsense" as const }) },
    { weight: 2, arbitrary: fc.constant({ give: "resume" as const }) },
    {
      weight: 3,
      arbitrary: fc.record({
        give: fc.constant("report" as const),
        line: fc.constantFrom(
          "/checkin progress=40",
          "/cost usd=0.1",
          "/heartbeat epoch=1",
          "/ack",
          "/explain",
          "/depends #9",
          "/depends none",
          '/split "one half" "the other"',
        ),
      }),
    },
  )
  .map((one) => defined(one));

function defined(one: object): Order {
  return Object.fromEntries(
    Object.entries(one).filter(([, value]) => value !== undefined),
  ) as Order;
}

const statusIntent: fc.Arbitrary<Intent> = fc.record({
  want: fc.constant("status" as const),
  add: fc
    .uniqueArray(fc.constantFrom(...statusNames), { minLength: 1, maxLength: 2, size: "small" })
    .map((names) => names.map((name) => `status:${name}`)),
  replace: fc.boolean(),
});

const intent: fc.Arbitrary<Intent> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      want: fc.constant("forward" as const),
      by: fc.constantFrom("label" as const, "replace" as const, "command" as const),
      fit: fc.constant(true),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      want: fc.constant("forward" as const),
      by: fc.constantFrom("label" as const, "replace" as const, "command" as const),
      fit: fc.constant(false),
    }),
  },
  { weight: 7, arbitrary: statusIntent },
  { weight: 1, arbitrary: fc.constant<Intent>({ want: "strip" }) },
  {
    weight: 8,
    arbitrary: fc.record({
      want: fc.constant("say" as const),
      orders: fc.array(order, { minLength: 1, maxLength: 3 }),
      then: fc.constantFrom(
        "leave" as const,
        "leave" as const,
        "leave" as const,
        "leave" as const,
        "leave" as const,
        "edit" as const,
        "delete" as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      want: fc.constant("close" as const),
      reason: fc.constantFrom("completed" as const, "not_planned" as const, "duplicate" as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant<Intent>({ want: "reopen" }) },
  {
    weight: 3,
    arbitrary: fc.record({
      want: fc.constant("owner" as const),
      owner: fc.constantFrom(...owners),
      on: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      want: fc.constant("priority" as const),
      priority: fc.constantFrom(...priorities),
      on: fc.constantFrom(true, true, false),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      want: fc.constant("write" as const),
      facts: fc.constantFrom<Facts>(
        { output: "a page", review: "it opens" },
        { reason: "no key" },
        { link: "https://example.org/2" },
        { output: "a file" },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      want: fc.constant("permit" as const),
      login: fc.constantFrom(...people),
      permission: fc.constantFrom<Permission>("none", "read", "triage", "write", "admin"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ want: fc.constantFrom("rewrite" as const, "withdraw" as const) }),
  },
  { weight: 1, arbitrary: fc.constant<Intent>({ want: "pull" }) },
  {
    weight: 5,
    arbitrary: fc.record({
      want: fc.constant("rules" as const),
      kind: fc.constantFrom(
        "block" as const,
        "unblock" as const,
        "release" as const,
        "assign" as const,
      ),
      raced: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      want: fc.constant("halt" as const),
      label: fc.constantFrom("halt" as const, "halt" as const, "security:red" as const),
      on: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      want: fc.constantFrom("approve" as const, "merge" as const, "revert" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      want: fc.constant("check" as const),
      checks: fc.constantFrom("green" as const, "red" as const, "pending" as const),
    }),
  },
);

const step: fc.Arbitrary<Step> = fc.record({
  who: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...members) },
    { weight: 2, arbitrary: fc.constantFrom(...people) },
  ),
  intent,
  gap: fc.constantFrom(0, 0, 1, 2, 7, 30, 200),
  after: fc.constantFrom(0, 0, 1, 2, 3, 5, 9),
});

const fate: fc.Arbitrary<Fate> = fc.record({
  copies: fc.constantFrom(0, 0, 1, 1, 1, 2),
  late: fc.constantFrom(0, 0, 0, 1, 4),
});

export const anyHistory: fc.Arbitrary<History> = fc.record({
  author: fc.constantFrom("sam", "mia", "renovate[bot]"),
  ready: fc.boolean(),
  filedWith: fc.constantFrom<readonly string[]>(
    [],
    [],
    ["priority:high"],
    ["status:planned"],
    ["status:triaged", "priority:low"],
  ),
  labelsFirst: fc.boolean(),
  parallel: fc.constantFrom(1, 1, 2),
  steps: fc.array(step, { minLength: 1, maxLength: 25, size: "max" }),
  fates: fc.array(fate, { minLength: 5, maxLength: 12, size: "max" }),
});

/** What somebody who knows the lifecycle would do next from here, and who might. */
export function forward(
  status: Status,
  owner: string | null,
): { readonly to: Status; readonly order: Order; readonly who: string } {
  const worker = ownersLogin(owner);
  switch (status) {
    case "inbox":
      return { to: "triaged", order: { give: "triage", priority: "medium" }, who: "orc" };
    case "triaged":
    case "failed":
      return {
        to: "assigned",
        order: { give: "assign", owner: "agent:atlas", output: "a page", review: "it opens" },
        who: "orc",
      };
    case "planned":
      return { to: "assigned", order: { give: "claim" }, who: "mia" };
    case "assigned":
      return { to: "active", order: { give: "start" }, who: worker };
    case "active":
      return {
        to: "review",
        order: { give: "review", link: "https://example.org/3" },
        who: worker,
      };
    case "blocked":
      return { to: "active", order: { give: "unblock" }, who: "max" };
    case "review":
      return { to: "done", order: { give: "approve" }, who: "oda" };
    case "done":
    case "reverted":
    case "archived":
      return { to: "triaged", order: { give: "triage", priority: "low" }, who: "ada" };
  }
}

function ownersLogin(owner: string | null): string {
  if (owner === null || owner === "orchestrator") return "orc";
  if (owner.startsWith("human:")) return owner.slice("human:".length);
  return agents.find(({ id }) => owner === `agent:${id}`)?.login ?? "orc";
}

/** As a person types it. */
export function typed(orders: readonly Order[]): string {
  return orders.map(line).join("\n");
}

function line(one: Order): string {
  switch (one.give) {
    case "nonsense":
      return "/priority enormous";
    case "priority":
      return `/priority ${one.priority}`;
    case "block":
    case "reject":
    case "fail":
    case "halt":
      return `/${one.give} ${one.reason}`;
    case "report":
      return one.line;
    case "resume":
      return "/resume";
    case "review":
      return `/review ${one.link}${pairs({ waive: one.waive })}`;
    case "assign":
      return `/assign ${one.owner}${pairs({ output: one.output, review: one.review, waive: one.waive })}`;
    case "triage":
      return `/triage${pairs({ priority: one.priority, waive: one.waive })}`;
    default:
      return `/${one.give}${pairs({ waive: one.waive })}`;
  }
}

function pairs(values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.map(([key, value]) => ` ${key}="${value}"`).join("");
}
