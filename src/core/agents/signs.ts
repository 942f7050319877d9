import { parseCommands } from "../commands/grammar.ts";
import type { Deed, HistoryEntry, TaskFacts } from "../facts.ts";
import type { Policy } from "../policy.ts";

export type SignKind =
  | "comment"
  | "command"
  | "heartbeat"
  | "checkin"
  | "label"
  | "assignment"
  | "closing"
  | "filing"
  | Deed["kind"];

/** One thing an agent was seen doing; `what` says it for a person: `heartbeat acme/shop#12`. */
export type Sign = {
  readonly agent: string;
  readonly kind: SignKind;
  readonly at: string;
  readonly what: string;
};

/** By whom, what and when. Of which kinds it is takes reading, which is worth it for an agent's deeds alone. */
type Done = {
  readonly login: string;
  readonly kinds: () => readonly SignKind[];
  readonly at: string;
};

/**
 * The newest sign of life of each agent and kind in what was just read. A login is one agent's: what it does is a sign of
 * that agent and of nobody else, neither of the person who answers for it nor of that person's other agents. Our own
 * writes are nobody's.
 */
export function signsIn(facts: readonly TaskFacts[], policy: Policy): readonly Sign[] {
  const agentOf = agentByLogin(policy);
  const newest = new Map<string, Sign>();
  for (const task of facts) {
    for (const { login, kinds, at } of deedsOn(task)) {
      const agent = agentOf(login);
      if (agent === null) continue;
      for (const kind of kinds()) {
        const key = `${agent} ${kind}`;
        const known = newest.get(key);
        if (known !== undefined && Date.parse(known.at) >= Date.parse(at)) continue;
        newest.set(key, { agent, kind, at, what: `${kind} ${task.repo}#${task.number}` });
      }
    }
  }
  return [...newest.values()];
}

/** The id of the agent that writes as a login, in whatever letters; null for everybody else's. */
function agentByLogin({ agents, config }: Policy): (login: string) => string | null {
  const own = new Set(config.engine.logins.map((login) => login.toLowerCase()));
  const found = new Map<string, string>();
  for (const { id, login } of agents.agents) {
    const key = login?.toLowerCase();
    if (key !== undefined && !own.has(key) && !found.has(key)) found.set(key, id);
  }
  const asked = new Map<string, string | null>();
  return (login) => {
    const known = asked.get(login);
    if (known !== undefined) return known;
    const agent = found.get(login.toLowerCase()) ?? null;
    asked.set(login, agent);
    return agent;
  };
}

function* deedsOn(task: TaskFacts): Generator<Done> {
  yield { login: task.author.login, kinds: () => ["filing"], at: task.createdAt };
  for (const { mergedBy, mergedAt } of task.pulls) {
    if (mergedBy !== null && mergedAt !== null)
      yield { login: mergedBy, kinds: () => ["pull"], at: mergedAt };
  }
  for (const { actor, kind, at } of task.deeds)
    yield { login: actor.login, kinds: () => [kind], at };
  for (const entry of task.history)
    yield { login: entry.actor.login, kinds: () => kindsOf(entry), at: entry.at };
}

function kindsOf(entry: HistoryEntry): readonly SignKind[] {
  switch (entry.kind) {
    case "labeled":
    case "unlabeled":
      return ["label"];
    case "assigned":
    case "unassigned":
      return ["assignment"];
    case "closed":
    case "reopened":
      return ["closing"];
    case "commented":
      return kindsOfComment(entry.body);
  }
}

/** A command that cannot be read, or that was refused, was given all the same. */
function kindsOfComment(body: string): readonly SignKind[] {
  const kinds = new Set<SignKind>();
  for (const parsed of parseCommands(body)) {
    const { name } = parsed.ok ? parsed.command : parsed.error;
    kinds.add(name === "heartbeat" || name === "checkin" ? name : "command");
  }
  return kinds.size === 0 ? ["comment"] : [...kinds];
}
