import type { AlertState, TaskState } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";

/** Whom an alert names, for a text: logins that may be mentioned, and the others as they are. */
export type Named = { readonly logins: readonly string[]; readonly others: readonly string[] };

const login = /^[a-z\d](?:-?[a-z\d])*$/i;
const maxLogin = 39;

/**
 * Whom an alert on a task concerns. A login may be mentioned only when somebody with a say has put it there: it is the
 * task's owner or assignee, or the configuration or the registry names it. Whoever files an issue can write any owner into
 * its text: that one is named, not called.
 */
export function audience(
  { to }: Pick<AlertState, "to">,
  task: Pick<TaskState, "owner" | "assignees">,
  { config, agents }: Policy,
): Named {
  const known = new Set(
    [
      ...task.assignees,
      ...(task.owner?.startsWith("human:") ? [loginOf(task.owner)] : []),
      ...config.operators,
      ...config.orchestrators,
      ...agents.agents.flatMap(({ owner }) => owner ?? []),
    ].map((one) => one.toLowerCase()),
  );
  const logins = new Map<string, string>();
  const others = new Set<string>();
  for (const one of to) {
    const named = peopleOf(one, config).filter((name) => mayBeMentioned(name, known));
    for (const name of named) logins.set(name.toLowerCase(), name);
    if (named.length === 0) others.add(one);
  }
  return { logins: [...logins.values()], others: [...others] };
}

function peopleOf(one: string, config: Policy["config"]): readonly string[] {
  if (one === "operator") return config.operators;
  if (one === "orchestrator") return config.orchestrators;
  return one.startsWith("human:") ? [loginOf(one)] : [];
}

function mayBeMentioned(name: string, known: ReadonlySet<string>): boolean {
  return name.length <= maxLogin && login.test(name) && known.has(name.toLowerCase());
}

function loginOf(owner: string): string {
  return owner.slice("human:".length);
}
