import type { LabelSpec } from "../../core/lifecycle/labels.ts";
import { OutsideError } from "../../errors.ts";
import type { Asking } from "./asking.ts";

type Where = { readonly owner: string; readonly repo: string };

const rounds = 3;

/**
 * Creates or mends the labels; returns the names it wrote. What fails is looked at again: a label that is there by then was
 * made, whatever the answer said.
 */
export async function ensureLabels(
  asking: Asking,
  where: Where,
  labels: readonly LabelSpec[],
): Promise<readonly string[]> {
  const written = new Set<string>();
  for (let round = 1; ; round++) {
    const there = await labelsThere(asking, where);
    let failure: OutsideError | null = null;
    for (const { name, color, description } of labels) {
      const is = there.get(name);
      if (is === `${color} ${description}`) continue;
      const parameters = { ...where, name, color, description };
      try {
        if (is === undefined) await asking.send("POST /repos/{owner}/{repo}/labels", parameters);
        else await asking.send("PATCH /repos/{owner}/{repo}/labels/{name}", parameters);
        written.add(name);
      } catch (error) {
        if (!(error instanceof OutsideError) || !isPassing(error)) throw error;
        failure = error;
      }
    }
    if (failure === null) return [...written];
    if (round === rounds) throw failure;
  }
}

async function labelsThere(asking: Asking, where: Where): Promise<ReadonlyMap<string, string>> {
  const there = new Map<string, string>();
  for await (const page of asking.pages("issues/list-labels-for-repo", where)) {
    for (const { name, color, description } of page)
      there.set(name, `${color} ${description ?? ""}`);
  }
  return there;
}

/** Whether the next try may be luckier; 422: somebody has just made that label. */
function isPassing({ status }: OutsideError): boolean {
  return status === null || status >= 500 || status === 422;
}
