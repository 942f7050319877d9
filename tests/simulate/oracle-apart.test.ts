import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join("src", "simulate");

/** Every file that one comes to from these, through whatever imports. */
function reached(from: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue = [...from];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = readFileSync(path, "utf8");
    for (const [, target = ""] of text.matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/g))
      queue.push(target.startsWith(".") ? join(dirname(path), target) : target);
  }
  return seen;
}

test("the oracle knows the scenario and its faults, and nothing of the engine", () => {
  const own = readdirSync(join(root, "oracle")).map((name) => join(root, "oracle", name));
  const others = [...reached(own)].filter((path) => !own.includes(path));
  expect(others.map((path) => relative(root, path)).toSorted()).toEqual([
    "faults.ts",
    "random.ts",
    "scenario.ts",
  ]);
});
