import type { Actor, Permission, TaskFacts } from "../facts.ts";
import type { Policy } from "../policy.ts";

const ranks: Record<Permission, number> = {
  none: 0,
  read: 1,
  triage: 2,
  write: 3,
  maintain: 4,
  admin: 5,
};

/** Who is who on one task. Everything unknown is denied: a login without a permission is nobody. */
export type People = {
  readonly isEngine: (actor: Actor) => boolean;
  readonly isMember: (login: string) => boolean;
  readonly isOperator: (login: string) => boolean;
  readonly isLead: (login: string) => boolean;
  /** Logins that act for an owner: the person's own, or the agent's and that of whoever answers for it. */
  readonly loginsOf: (owner: string) => readonly string[];
  /** Logins whose verdict on this owner's work would be their own: those that act for it and the person's agents. */
  readonly ownVoices: (owner: string) => readonly string[];
  /** The owner name under which a login claims work: its agent, else the person. */
  readonly ownerFor: (login: string) => string;
  readonly isKnownAgent: (login: string) => boolean;
  /** Whether a login may let new work start again: a member who is a person, neither a bot nor a registered agent. */
  readonly mayResume: (login: string) => boolean;
  /** The login under which an owner works: the person's own, the agent's, or that of whoever answers for an agent that has none. */
  readonly worksAs: (owner: string) => string | null;
  /** Whether an owner is somebody: an agent is only when it is in the registry. */
  readonly isRegistered: (owner: string) => boolean;
};

export function peopleOf(facts: Pick<TaskFacts, "permissions">, policy: Policy): People {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const has = isOneOf;
  const permissions = new Map(
    Object.entries(facts.permissions).map(([login, permission]) => [
      login.toLowerCase(),
      permission,
    ]),
  );
  const rank = (login: string) => ranks[permissions.get(login.toLowerCase()) ?? "none"];
  const { config, agents } = policy;
  const isOperator = (login: string) =>
    rank(login) >= ranks.admin || (has(config.operators, login) && rank(login) >= ranks.triage);
  const isOrchestrator = (login: string) =>
    has(config.orchestrators, login) && rank(login) >= ranks.triage;
  const agentOf = (login: string) =>
    agents.agents.find((agent) => agent.login !== undefined && same(agent.login, login));

  const loginsOf = (owner: string): readonly string[] => {
    if (owner.startsWith("human:")) return [owner.slice("human:".length)];
    if (owner === "orchestrator") return config.orchestrators;
    const agent = agents.agents.find((one) => one.id === owner.slice(owner.indexOf(":") + 1));
    return [agent?.login, agent?.owner].filter((login) => login !== undefined);
  };

  return {
    isEngine: (actor) => has(config.engine.logins, actor.login),
    isMember: (login) => rank(login) >= ranks.triage,
    isOperator,
    isLead: (login) => isOperator(login) || isOrchestrator(login),
    loginsOf,
    ownVoices: (owner) => {
      const logins = loginsOf(owner);
      const theirAgents = agents.agents.filter(
        (agent) => agent.owner !== undefined && same(owner, `human:${agent.owner}`),
      );
      return [...logins, ...theirAgents.flatMap((agent) => agent.login ?? [])];
    },
    ownerFor: (login) => {
      const agent = agentOf(login);
      return agent === undefined ? `human:${login}` : `agent:${agent.id}`;
    },
    isKnownAgent: (login) => agentOf(login) !== undefined,
    mayResume: (login) =>
      rank(login) >= ranks.triage && agentOf(login) === undefined && !login.endsWith("[bot]"),
    worksAs: (owner) => (owner === "orchestrator" ? null : (loginsOf(owner)[0] ?? null)),
    isRegistered: (owner) =>
      !owner.startsWith("agent:") || agents.agents.some(({ id }) => owner === `agent:${id}`),
  };
}

export function isOneOf(logins: readonly string[], login: string): boolean {
  return logins.some((one) => one.toLowerCase() === login.toLowerCase());
}
