/**
 * `npm run soak [-- --seeds 1..1000 --large 1..5 --histories 1..5 --workers 2 --resume]`: plays many fleets through the
 * simulator and many random histories through the engine, and writes docs/soak.md. What it has played is kept in
 * .mission-control/soak.jsonl, a line a fleet; `--resume` goes on from there. Ends 1 when anything was found.
 */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Fleet, Played } from "./soak-worker.ts";
import { soakDocument } from "./soak-document.ts";

const root = join(import.meta.dirname, "..", "..");
const kept = join(root, ".mission-control", "soak.jsonl");

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1..1000" },
    large: { type: "string", default: "1..5" },
    histories: { type: "string", default: "1..5" },
    workers: { type: "string", default: "2" },
    resume: { type: "boolean", default: false },
  },
});

const small = { days: 7, tasks: 200, agents: 20, tickMinutes: 60 };
const large = { days: 30, tasks: 5000, agents: 200, tickMinutes: 60 };
const fleets: readonly Fleet[] = [
  ...range(values.large).map((seed) => ({ seed, size: large })),
  ...range(values.seeds).map((seed) => ({ seed, size: small })),
];

const startedAt = performance.now();
const played = new Map(values.resume ? earlier() : []);
if (!values.resume) rmSync(kept, { force: true });
mkdirSync(dirname(kept), { recursive: true });
const queue = fleets.filter((fleet) => !played.has(keyOf(fleet)));
await Promise.all(Array.from({ length: Number(values.workers) }, () => work()));
const histories = range(values.histories).map(playHistories);
const wanted = fleets.flatMap((fleet) => played.get(keyOf(fleet)) ?? []);
const page = join(root, "docs", "soak.md");
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
writeFileSync(page, soakDocument(wanted, histories, machine));
const findings = wanted.flatMap((one) => one.findings);
const failed = histories.filter(({ isPassed }) => !isPassed);
for (const line of findings.slice(0, 10)) process.stdout.write(`${line}\n`);
for (const { seed } of failed) process.stdout.write(`the histories of seed ${seed} fail\n`);
const minutes = (performance.now() - startedAt) / 60_000;
process.stdout.write(
  `${wanted.length} fleets, ${findings.length} findings, ${minutes.toFixed(1)} minutes; see ${page}\n`,
);
process.exitCode = findings.length + failed.length > 0 ? 1 : 0;

/** One worker plays fleets until none is left. */
async function work(): Promise<void> {
  const worker = new Worker(new URL("./soak-worker.ts", import.meta.url));
  for (let fleet = queue.shift(); fleet !== undefined; fleet = queue.shift()) {
    const done = await answerOf(worker, fleet);
    played.set(keyOf(fleet), done);
    appendFileSync(kept, `${JSON.stringify(done)}\n`);
    const { seed, size } = fleet;
    process.stderr.write(
      `seed ${seed}, ${size.tasks} tasks, ${size.days} days: ${done.findings.length} findings, ${done.seconds.toFixed(1)} s; ${queue.length} to go\n`,
    );
  }
  await worker.terminate();
}

async function answerOf(worker: Worker, fleet: Fleet): Promise<Played> {
  worker.postMessage(fleet);
  // Fails when the worker does.
  const [played]: Played[] = await once(worker, "message");
  if (played === undefined) throw new Error(`seed ${fleet.seed} gave no answer`);
  return played;
}

/** The random lifecycles of the property test, from another seed than its own. */
function playHistories(seed: number): { readonly seed: number; readonly isPassed: boolean } {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const { status } = spawnSync(
    process.execPath,
    [vitest, "run", "tests/properties/lifecycle.test.ts"],
    {
      cwd: root,
      env: { ...process.env, SEED: String(seed) },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  return { seed, isPassed: status === 0 };
}

function* earlier(): Generator<[string, Played]> {
  if (!existsSync(kept)) return;
  for (const line of readFileSync(kept, "utf8").split("\n")) {
    if (line === "") continue;
    const done: Played = JSON.parse(line);
    yield [keyOf(done), done];
  }
}

function keyOf({ seed, size }: Fleet): string {
  return `${seed} ${size.tasks} ${size.days}`;
}

/** `3..7`, or one number; `none` is none. */
function range(text: string): readonly number[] {
  if (text === "none") return [];
  const [, first = "", last = first] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  if (first === "") throw new Error(`expected a range such as 1..1000, found ${text}`);
  return Array.from(
    { length: Number(last) - Number(first) + 1 },
    (_none, at) => Number(first) + at,
  );
}
