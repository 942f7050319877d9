import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Fleet, Played } from "./soak-worker.ts";

/** Random lifecycles of one task, from one seed. */
export type History = { readonly seed: number; readonly isPassed: boolean };

/** One line of what is kept, with the digest of the engine that played it. */
export type Line = { readonly engine: string } & (
  | { readonly fleet: Played }
  | { readonly history: History }
);

export type Kept = {
  readonly fleets: ReadonlyMap<string, Played>;
  readonly histories: ReadonlyMap<number, History>;
  /** How many lines another engine has played. */
  readonly others: number;
};

/** What of the sources decides how a fleet is played. */
const played = "src/{app,core,render,schema,simulate}/**/*.ts";

/** Twelve hexadecimal digits of the sources that play a fleet. */
export function engineDigest(root: string): string {
  const hash = createHash("sha256");
  for (const path of globSync([played, "src/*.ts"], { cwd: root }).toSorted())
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  return hash.digest("hex").slice(0, 12);
}

/** What this engine has played by the text of a file of lines; a last line that was cut off by the end of a run is none. */
export function keptBy(engine: string, text: string): Kept {
  const fleets = new Map<string, Played>();
  const histories = new Map<number, History>();
  let others = 0;
  for (const whole of text.split("\n").slice(0, -1)) {
    const line: Line = JSON.parse(whole);
    if (line.engine !== engine) others += 1;
    else if ("fleet" in line) fleets.set(keyOf(line.fleet), line.fleet);
    else histories.set(line.history.seed, line.history);
  }
  return { fleets, histories, others };
}

export function keyOf({ seed, size }: Fleet): string {
  return `${seed} ${size.tasks} ${size.agents} ${size.days} ${size.tickMinutes}`;
}
