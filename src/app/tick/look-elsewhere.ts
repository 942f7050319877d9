import { elsewhere, elsewhereOf, withElsewhere } from "../../core/task/elsewhere.ts";
import { OutsideError } from "../../errors.ts";
import type { Elsewhere } from "../../schema/index.ts";
import { inParallel, mayRead, type Pass } from "./pass.ts";

const atOnce = 4;
/** What was never looked at is looked at first, and this much of it in one pass. */
const newAtMost = 50;
/** What is known is looked at again in turn: a pass in which nothing happens costs no more requests than this. */
const againAtMost = 2;

/**
 * Looks at what tasks wait for and is no task here: closed before the room was there, in another repository, deleted. What
 * cannot be asked for now is left as it was known.
 */
export async function lookElsewhere(pass: Pass): Promise<void> {
  const { forge, policy, log } = pass.context;
  const known = new Map<string, Elsewhere>();
  for (const task of pass.tasks.values())
    for (const one of task.elsewhere ?? []) known.set(one.id, one);
  const ids = elsewhereOf(pass.tasks.values(), pass.tasks, policy.config);
  const fresh = ids.filter((id) => !known.has(id)).slice(0, newAtMost);
  const found = new Map(known);
  await inParallel([...fresh, ...again(pass, ids, known)], atOnce, async (id) => {
    if (!mayRead(pass)) return;
    const [repo = "", number = ""] = id.split("#");
    try {
      found.set(id, elsewhere(id, await forge.peek({ repo, number: Number(number) })));
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      if (isForbidden(error)) found.set(id, elsewhere(id, null));
      else log.warn("what a task waits for could not be looked at", { id, error: error.message });
    }
  });
  for (const task of pass.tasks.values()) pass.tasks.set(task.id, withElsewhere(task, found));
}

/** That an issue of a repository of ours is opened again, its list shows. */
function again(
  { repos, context }: Pass,
  ids: readonly string[],
  known: ReadonlyMap<string, Elsewhere>,
): readonly string[] {
  const unsure = ids.filter((id) => {
    const standing = known.get(id)?.standing;
    const isOurs = repos.includes(id.split("#")[0] ?? "");
    return standing !== undefined && !(isOurs && (standing === "done" || standing === "failed"));
  });
  if (unsure.length <= againAtMost) return unsure;
  const { every_minutes } = context.policy.config.tick;
  const turn = Math.floor(context.clock.now() / (every_minutes * 60_000));
  return Array.from({ length: againAtMost }, (_, index) => {
    return unsure[(turn * againAtMost + index) % unsure.length] ?? "";
  });
}

/** Not for want of requests: we may not read it. */
function isForbidden({ status, message }: OutsideError): boolean {
  return status === 451 || (status === 403 && !/rate limit|abuse/i.test(message));
}
