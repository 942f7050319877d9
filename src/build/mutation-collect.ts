/**
 * What the tests of the core get for "vitest" while mutants are tried: their cases are collected, to be run one by one
 * and again and again in this process. `expect` is vitest's own.
 */
import { format } from "node:util";

export { expect } from "vitest";

export type Case = { readonly title: string; readonly run: () => unknown };

type Body = (...values: unknown[]) => unknown;

const titles: string[] = [];
let cases: Case[] = [];

/** The cases of the test file that `load` loads, titled with all that they stand in. */
export async function collect(load: () => Promise<unknown>): Promise<readonly Case[]> {
  cases = [];
  await load();
  return cases;
}

function addCase(title: string, ...[options, body]: readonly [unknown, Body?]): void {
  const run = body ?? options;
  if (!isBody(run)) throw new Error(`${title} has nothing to run`);
  // Code that counts who comes by is slower than the real one: such a test would judge that.
  if (/ less than .* second/.test(title)) return;
  cases.push({ title: [...titles, title].join(" > "), run });
}

function addGroup(title: string, body: () => unknown): void {
  titles.push(title);
  body();
  titles.pop();
}

function isBody(value: unknown): value is Body {
  return typeof value === "function";
}

/** The function that vitest has under this name; `add` is told each row of its `each`. */
function withEach(add: (title: string, body: () => unknown) => void) {
  const each = (rows: readonly unknown[]) => (title: string, body: Body) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      add(format(title, ...values.slice(0, title.split("%").length - 1)), () => body(...values));
    }
  };
  return Object.assign(add, { each });
}

export const test = withEach(addCase);
export const it = withEach(addCase);
export const describe = withEach(addGroup);
