/**
 * What becomes of a task, written a second time from the specification and from nothing else: no line of the engine is
 * used here. It is given what people did, in GitHub's order, and says where the task ends.
 */

export type Status =
  | "inbox"
  | "triaged"
  | "planned"
  | "assigned"
  | "active"
  | "blocked"
  | "review"
  | "done"
  | "failed"
  | "reverted"
  | "archived";

export type Order =
  | { readonly give: "triage"; readonly priority?: string; readonly waive?: string }
  | { readonly give: "priority"; readonly priority: string }
  | {
      readonly give: "assign";
      readonly owner: string;
      readonly output?: string;
      readonly review?: string;
      readonly waive?: string;
    }
  | { readonly give: "block" | "reject" | "fail" | "halt"; readonly reason: string }
  | { readonly give: "resume" }
  /** Says something that changes nothing by itself, or makes other issues. */
  | { readonly give: "report"; readonly line: string }
  | { readonly give: "review"; readonly link: string; readonly waive?: string }
  | {
      readonly give:
        | "plan"
        | "claim"
        | "start"
        | "release"
        | "unblock"
        | "approve"
        | "done"
        | "revert"
        | "archive";
      readonly waive?: string;
    }
  /** Something that looks like a command and cannot be read, or that this version does not act on. */
  | { readonly give: "nonsense" };

/** What the rules order: carried out when the task is as they expect it, and else not at all. */
export type RuleOrder =
  | { readonly kind: "block" | "unblock" }
  | { readonly kind: "release"; readonly from: Status; readonly owner: string }
  | { readonly kind: "assign"; readonly from: Status; readonly owner: string };

export type Facts = {
  readonly output?: string;
  readonly review?: string;
  readonly reason?: string;
  readonly link?: string;
};

/** One thing that happened on GitHub; `at` in milliseconds. */
export type Happening = { readonly by: string; readonly at: number } & (
  | { readonly what: "labeled" | "unlabeled"; readonly label: string }
  | { readonly what: "closed"; readonly reason: "completed" | "not_planned" | "duplicate" }
  | { readonly what: "reopened" }
  /** Changed words of his that had been answered. */
  | { readonly what: "reworded" }
  | { readonly what: "ordered"; readonly order: RuleOrder }
  | { readonly what: "said"; readonly orders: readonly Order[]; readonly edited: boolean }
  | { readonly what: "wrote"; readonly facts: Facts }
  | { readonly what: "pull-opened"; readonly pull: number }
  | { readonly what: "approved"; readonly pull: number }
  | { readonly what: "merged"; readonly pull: number }
  | { readonly what: "unmerged"; readonly pull: number }
  | { readonly what: "checked"; readonly pull: number; readonly checks: string }
  | { readonly what: "permitted"; readonly login: string; readonly permission: string }
);

export type Cast = {
  readonly author: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly operators: readonly string[];
  readonly orchestrators: readonly string[];
  readonly agents: readonly {
    readonly id: string;
    readonly login?: string;
    readonly owner?: string;
  }[];
};

type Pull = {
  readonly author: string;
  approvers: string[];
  checks: string;
  mergedBy: string | null;
  mergedAt: number | null;
};

type Who = "member" | "filer" | "party" | "worker" | "reviewer";
type Need = "owner" | "priority" | "output" | "review" | "reason" | "link" | "evidence";

const forAssigned: readonly Need[] = ["owner", "priority", "output", "review"];

/** from, to, who may, what it needs */
const table: readonly (readonly [Status, Status, Who, readonly Need[]])[] = [
  ["inbox", "triaged", "member", []],
  ["inbox", "archived", "filer", []],
  ["triaged", "planned", "member", []],
  ["triaged", "archived", "filer", []],
  ["triaged", "assigned", "member", forAssigned],
  ["planned", "assigned", "member", forAssigned],
  ["planned", "triaged", "member", []],
  ["planned", "archived", "member", []],
  ["planned", "blocked", "party", ["reason"]],
  ["assigned", "active", "worker", []],
  ["assigned", "planned", "party", []],
  ["assigned", "blocked", "party", ["reason"]],
  ["assigned", "archived", "member", []],
  ["active", "review", "worker", ["link"]],
  ["active", "blocked", "party", ["reason"]],
  ["active", "failed", "party", []],
  ["active", "assigned", "party", forAssigned],
  ["active", "planned", "party", []],
  ["blocked", "failed", "party", []],
  ["blocked", "archived", "member", []],
  ["review", "done", "reviewer", ["evidence"]],
  ["review", "active", "party", []],
  ["review", "blocked", "party", ["reason"]],
  ["review", "failed", "reviewer", []],
  ["review", "reverted", "member", []],
  ["done", "archived", "member", []],
  ["done", "reverted", "member", []],
  ["done", "triaged", "member", []],
  ["failed", "triaged", "member", []],
  ["failed", "archived", "member", []],
  ["failed", "assigned", "member", forAssigned],
  ["reverted", "triaged", "member", []],
  ["reverted", "archived", "member", []],
  ["archived", "triaged", "member", []],
];

const aliases: Readonly<Record<string, Status>> = { backlog: "triaged", pending: "planned" };
const ranks = ["none", "read", "triage", "write", "maintain", "admin"];

type Task = {
  status: Status;
  since: number;
  cameFrom: Status | null;
  owner: string | null;
  priority: string | null;
  facts: {
    output?: string | undefined;
    review?: string | undefined;
    reason?: string | undefined;
    link?: string | undefined;
  };
  /** Everybody who ever owned it: a stake is never lost. */
  workers: string[];
  deliverers: string[];
  /** Whether it keeps new work from starting, its own included. */
  halted: boolean;
};

export type Outcome = {
  readonly halted: boolean;
  readonly status: Status;
  readonly open: boolean;
  readonly owner: string | null;
};

/** Where the task ends after all this. */
export function outcomeOf(cast: Cast, happenings: readonly Happening[]): Outcome {
  const permissions = new Map(Object.entries(cast.permissions));
  const pulls = new Map<number, Pull>();
  let task: Task = {
    status: "inbox",
    since: 0,
    cameFrom: null,
    owner: null,
    priority: null,
    facts: {},
    workers: [],
    deliverers: [],
    halted: false,
  };

  const rank = (login: string) => ranks.indexOf(permissions.get(login) ?? "none");
  const isMember = (login: string) => rank(login) >= ranks.indexOf("triage");
  const isOperator = (login: string) =>
    permissions.get(login) === "admin" || (cast.operators.includes(login) && isMember(login));
  const isLead = (login: string) =>
    isOperator(login) || (cast.orchestrators.includes(login) && isMember(login));
  const agentOf = (login: string) => cast.agents.find((agent) => agent.login === login);

  function actsFor(owner: string, login: string): boolean {
    if (owner === `human:${login}`) return true;
    if (owner === "orchestrator") return cast.orchestrators.includes(login);
    return cast.agents.some(
      (agent) => owner === `agent:${agent.id}` && (agent.login === login || agent.owner === login),
    );
  }

  /** Whether a verdict of this login would be the owner's own. */
  function isVoiceOf(owner: string, login: string): boolean {
    const answersTo = agentOf(login)?.owner;
    return actsFor(owner, login) || (answersTo !== undefined && owner === `human:${answersTo}`);
  }

  /** A person, and no bot. */
  function mayResume(login: string): boolean {
    return isMember(login) && agentOf(login) === undefined && !login.endsWith("[bot]");
  }

  function owns(login: string): boolean {
    return task.owner !== null && actsFor(task.owner, login);
  }

  function hasWorked(login: string): boolean {
    const authors = [...pulls.values()].map(({ author }) => {
      const agent = agentOf(author);
      return agent === undefined ? `human:${author}` : `agent:${agent.id}`;
    });
    const all = [...task.workers, ...authors, ...(task.owner === null ? [] : [task.owner])];
    return all.some((owner) => isVoiceOf(owner, login));
  }

  function deliver(by: string): void {
    task = { ...task, deliverers: [...task.deliverers, by] };
  }

  function may(who: Who, login: string): boolean {
    switch (who) {
      case "member":
        return isMember(login);
      case "filer":
        return isMember(login) || login === cast.author;
      case "party":
        return isMember(login) || owns(login);
      case "worker":
        return owns(login) || isLead(login);
      case "reviewer":
        return isMember(login) && !hasWorked(login) && !task.deliverers.includes(login);
    }
  }

  /** A stranger's pull request counts neither for the task nor against it, until it is merged. */
  function counting(): readonly Pull[] {
    return [...pulls.values()].filter(
      ({ author, mergedAt }) =>
        mergedAt !== null || isMember(author) || agentOf(author) !== undefined,
    );
  }

  function has(need: Need): boolean {
    switch (need) {
      case "owner":
        return task.owner !== null;
      case "priority":
        return task.priority !== null;
      case "output":
      case "review":
      case "reason":
        return task.facts[need] !== undefined;
      case "link":
        return task.facts.link !== undefined || counting().length > 0;
      case "evidence":
        return counting().every((pull) => pull.mergedAt !== null && isGreen(pull));
    }
  }

  function become(status: Status, at: number): void {
    const left = task.status;
    task = { ...task, status, since: at, cameFrom: status === "blocked" ? left : null };
    if (left === "blocked") task.facts = { ...task.facts, reason: undefined };
    if (status === "inbox" || status === "triaged" || status === "planned") {
      const link =
        left === "inbox" || left === "triaged" || left === "planned" ? task.facts.link : undefined;
      task = { ...task, owner: null, facts: { ...task.facts, link } };
    }
    if (status === "assigned" && task.owner !== null)
      task = { ...task, workers: [...task.workers, task.owner] };
  }

  /** True when the task is then in `to`. Nothing changes when it is refused. */
  function move(
    to: Status,
    by: string,
    at: number,
    how: { waive?: string; claimed?: boolean } = {},
  ): boolean {
    if (to === task.status) return true;
    const back = task.status === "blocked" && to === task.cameFrom;
    const edge = back
      ? ([task.status, to, "party", []] as const)
      : table.find(([a, b]) => a === task.status && b === to);
    if (edge === undefined) return false;
    const [, , who, needs] = edge;
    const isAllowed = (how.claimed === true || may(who, by)) && needs.every(has);
    if (!isAllowed && !(how.waive !== undefined && isOperator(by))) return false;
    const starts = how.claimed === true || (task.status === "assigned" && to === "active");
    const ends = to === "done" || to === "archived";
    if (task.halted && (starts || (ends && !mayResume(by)))) return false;
    become(to, at);
    return true;
  }

  /** With the changes of `prepare` when it comes to that, without them when not. */
  function attempt(prepare: () => void, then: () => boolean): void {
    const before = { ...task, facts: { ...task.facts } };
    prepare();
    if (!then()) task = before;
  }

  function own(owner: string | null): void {
    task = { ...task, owner, workers: owner === null ? task.workers : [...task.workers, owner] };
  }

  function obey(order: Order, by: string, at: number): void {
    const how = "waive" in order && order.waive !== undefined ? { waive: order.waive } : {};
    const go = (to: Status) => move(to, by, at, how);
    switch (order.give) {
      case "triage":
        return attempt(
          () => (task.priority = order.priority ?? task.priority),
          () => isMember(by) && go("triaged"),
        );
      case "priority":
        if (isMember(by) || owns(by)) task = { ...task, priority: order.priority };
        return;
      case "plan":
      case "release":
        return void go("planned");
      case "assign": {
        if (task.status === "blocked") return;
        const { output = task.facts.output, review = task.facts.review } = order;
        const isInPlace = task.status === "assigned";
        const mayInPlace = may("party", by);
        return attempt(
          () => {
            const facts = { ...task.facts, output, review };
            task = { ...task, facts };
            if (isInPlace) own(order.owner);
            else task = { ...task, owner: order.owner };
          },
          () => (isInPlace ? mayInPlace && forAssigned.every(has) : go("assigned")),
        );
      }
      case "claim": {
        if (task.status === "blocked") return;
        const agent = agentOf(by);
        const self = agent === undefined ? `human:${by}` : `agent:${agent.id}`;
        if (task.status === "assigned" || task.status === "active") return;
        if (!isMember(by) && agent === undefined) return;
        return attempt(
          () => (task = { ...task, owner: self }),
          () => move("assigned", by, at, { ...how, claimed: true }),
        );
      }
      case "start":
      case "reject":
        return void go("active");
      case "block":
        if (task.status === "blocked") {
          if (isMember(by) || owns(by)) task.facts = { ...task.facts, reason: order.reason };
          return;
        }
        return attempt(
          () => (task.facts = { ...task.facts, reason: order.reason }),
          () => go("blocked"),
        );
      case "unblock":
        if (task.status === "blocked" && task.cameFrom !== null) go(task.cameFrom);
        return;
      case "review":
        return attempt(
          () => {
            task = {
              ...task,
              facts: { ...task.facts, link: order.link },
              deliverers: [...task.deliverers, by],
            };
          },
          () => (task.status === "review" ? isMember(by) || owns(by) : go("review")),
        );
      case "approve":
      case "done":
        return void go("done");
      case "fail":
        return void go("failed");
      case "revert":
        return void go("reverted");
      case "archive":
        return void go("archived");
      case "halt":
        if (isMember(by) || agentOf(by) !== undefined) task = { ...task, halted: true };
        return;
      case "resume":
        if (mayResume(by)) task = { ...task, halted: false };
        return;
      case "report":
      case "nonsense":
        return;
    }
  }

  function carryOut(order: RuleOrder, at: number): void {
    switch (order.kind) {
      case "block":
        if (task.status !== "active") return;
        task = { ...task, facts: { ...task.facts, reason: "a rule says so" } };
        return become("blocked", at);
      case "unblock":
        if (task.status === "blocked" && task.cameFrom !== null) become(task.cameFrom, at);
        return;
      case "release":
        if (task.status === order.from && task.owner === order.owner) become("planned", at);
        return;
      case "assign":
        if (task.status !== order.from || task.owner !== null || task.halted) return;
        return attempt(
          () => (task = { ...task, owner: order.owner }),
          () => {
            if (!forAssigned.every(has)) return false;
            become("assigned", at);
            return true;
          },
        );
    }
  }

  function closedByMerge(pull: Pull, at: number): void {
    const approved = pull.approvers.some(
      (login) =>
        isMember(login) &&
        !task.deliverers.includes(login) &&
        !hasWorked(login) &&
        (!task.halted || mayResume(login)),
    );
    const to = approved && isGreen(pull) ? "done" : "review";
    if (task.status !== to) become(to, at);
  }

  function label(what: "labeled" | "unlabeled", name: string, by: string, at: number): void {
    const [group, ...rest] = name.split(":");
    const value = rest.join(":");
    if (group === "owner" && what === "labeled") own(value);
    if (group === "owner" && what === "unlabeled" && task.owner === value) own(null);
    if (group === "priority" && what === "labeled") task = { ...task, priority: value };
    if (group === "priority" && what === "unlabeled" && task.priority === value)
      task = { ...task, priority: null };
    if (name === "halt") {
      if (what === "labeled" || mayResume(by)) task = { ...task, halted: what === "labeled" };
      return;
    }
    if (name === "security:red" && what === "labeled")
      if (isMember(by) || agentOf(by) !== undefined) task = { ...task, halted: true };
    if (group !== "status" || what === "unlabeled") return;
    const to = aliases[value] ?? table.map(([from]) => from).find((status) => status === value);
    if (to === undefined || !move(to, by, at)) return;
    if (to === "review") task = { ...task, deliverers: [...task.deliverers, by] };
  }

  function happen(one: Happening): void {
    const isClosed = task.status === "done" || task.status === "archived";
    switch (one.what) {
      case "labeled":
      case "unlabeled":
        return label(one.what, one.label, one.by, one.at);
      case "closed": {
        if (isClosed) return;
        const merge = [...pulls.values()].find(
          ({ mergedAt, mergedBy }) =>
            mergedAt !== null &&
            mergedBy === one.by &&
            one.at >= mergedAt &&
            one.at - mergedAt <= 60_000,
        );
        if (merge !== undefined) return closedByMerge(merge, one.at);
        return void move(one.reason === "completed" ? "done" : "archived", one.by, one.at);
      }
      case "reopened":
        if (isClosed) move("triaged", one.by, one.at);
        return;
      case "reworded":
        return deliver(one.by);
      case "ordered":
        return carryOut(one.order, one.at);
      case "said":
        if (!one.edited) for (const order of one.orders) obey(order, one.by, one.at);
        return;
      case "wrote":
        task.facts = { ...task.facts, ...one.facts };
        return;
      case "permitted":
        permissions.set(one.login, one.permission);
        return;
      case "pull-opened":
        pulls.set(one.pull, {
          author: one.by,
          approvers: [],
          checks: "none",
          mergedBy: null,
          mergedAt: null,
        });
        return;
      case "approved":
        pulls.get(one.pull)?.approvers.push(one.by);
        return;
      case "checked":
        Object.assign(pulls.get(one.pull) ?? {}, { checks: one.checks });
        return;
      case "merged":
        Object.assign(pulls.get(one.pull) ?? {}, { mergedBy: one.by, mergedAt: one.at });
        return;
      case "unmerged":
        if (task.status === "done" || task.status === "review") become("reverted", one.at);
        return;
    }
  }

  for (const one of happenings) happen(one);
  return {
    halted: task.halted,
    status: task.status,
    open: task.status !== "done" && task.status !== "archived",
    owner: task.owner,
  };
}

function isGreen(pull: Pull): boolean {
  return pull.checks === "green" || pull.checks === "none";
}
