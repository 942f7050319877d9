import type { AlertState, TaskState } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import { isOneOf, peopleOf } from "../task/people.ts";

/** Whom an alert names, for a text: logins that may be mentioned, and the others as they are. */
export type Named = { readonly logins: readonly string[]; readonly others: readonly string[] };

const login = /^[a-z\d](?:-?[a-z\d])*$/i;
const maxLogin = 39;

/**
 * Whom an alert on a task concerns. A login may be mentioned only when somebody with a say has put it there: it is the
 * task's owner or assignee, or the configuration or the registry names it. Whoever files an issue can write any owner into
 * its text: that one is named, not called. `reviewer` is whoever was asked to review the task or has done so; where nobody
 * was, the leads: the orchestrators, else the operators, but for those whose own work it is.
 */
export function audience(
  { to }: Pick<AlertState, "to">,
  task: Pick<TaskState, "owner" | "assignees" | "reviewers">,
  policy: Policy,
): Named {
  const { config, agents } = policy;
  const known = new Set(
    [
      ...task.assignees,
      ...(task.reviewers ?? []),
      ...(task.owner?.startsWith("human:") ? [loginOf(task.owner)] : []),
      ...config.operators,
      ...config.orchestrators,
      ...agents.agents.flatMap(({ owner }) => owner ?? []),
    ].map((one) => one.toLowerCase()),
  );
  const logins = new Map<string, string>();
  const others = new Set<string>();
  for (const one of to) {
    const named = loginsFor(one, task, policy).filter((name) => mayBeMentioned(name, known));
    for (const name of named) logins.set(name.toLowerCase(), name);
    if (named.length === 0) others.add(one);
  }
  return { logins: [...logins.values()], others: [...others] };
}

function loginsFor(
  one: string,
  task: Pick<TaskState, "owner" | "reviewers">,
  policy: Policy,
): readonly string[] {
  const { config } = policy;
  if (one === "reviewer") return task.reviewers ?? leadsFor(task, policy);
  if (one === "operator") return config.operators;
  if (one === "orchestrator") return config.orchestrators;
  return one.startsWith("human:") ? [loginOf(one)] : [];
}

/** A login that owns the work, as a person or through its agents, cannot give its verdict. */
function leadsFor({ owner }: Pick<TaskState, "owner">, policy: Policy): readonly string[] {
  const { orchestrators, operators } = policy.config;
  const own = owner === null ? [] : peopleOf({ permissions: {} }, policy).ownVoices(owner);
  const free = (logins: readonly string[]) => logins.filter((login) => !isOneOf(own, login));
  const leads = free(orchestrators);
  return leads.length > 0 ? leads : free(operators);
}

function mayBeMentioned(name: string, known: ReadonlySet<string>): boolean {
  return name.length <= maxLogin && login.test(name) && known.has(name.toLowerCase());
}

function loginOf(owner: string): string {
  return owner.slice("human:".length);
}
