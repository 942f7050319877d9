/**
 * `npm run soak [-- --seeds 1..1000 --large 1..5 --histories 1..5 --workers 2 --resume]`: plays many fleets through the
 * simulator and many random histories through the engine, and writes docs/soak.md. What it has played is kept in
 * .mission-control/soak.jsonl, a line a fleet; `--resume` plays what is not kept yet, in as many pieces as one likes, and
 * writes of all of it. What another engine has played does not count. Ends 1 when anything was found.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { engineDigest, type History, keptBy, keyOf, type Line } from "./soak-kept.ts";
import { roughly, secondsLeft } from "./soak-left.ts";
import type { Fleet, Played } from "./soak-worker.ts";
import { soakDocument } from "./soak-document.ts";

const root = join(import.meta.dirname, "..", "..");
const path = join(root, ".mission-control", "soak.jsonl");

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

const startedAt = performance.now();
const engine = engineDigest(root);
const kept = keptBy(engine, values.resume && existsSync(path) ? readFileSync(path, "utf8") : "");
if (kept.others > 0) say(`${kept.others} lines of another engine do not count, and are dropped`);
const fleets = new Map(kept.fleets);
const histories = new Map(kept.histories);
const fresh: Played[] = [];
const workers = Number(values.workers);
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, "");
for (const fleet of fleets.values()) keep({ engine, fleet });
for (const history of histories.values()) keep({ engine, history });

const wanted: readonly Fleet[] = [
  ...range(values.large).map((seed) => ({ seed, size: large })),
  ...range(values.seeds).map((seed) => ({ seed, size: small })),
];
const queue = wanted.filter((fleet) => !fleets.has(keyOf(fleet)));
await Promise.all(Array.from({ length: workers }, () => work()));
for (const seed of range(values.histories)) if (!histories.has(seed)) playHistories(seed);

const page = join(root, "docs", "soak.md");
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
writeFileSync(
  page,
  soakDocument([...fleets.values()], [...histories.values()], { machine, engine }),
);
const findings = [...fleets.values()].flatMap((one) => one.findings);
const failed = [...histories.values()].filter(({ isPassed }) => !isPassed);
for (const line of findings.slice(0, 10)) process.stdout.write(`${line}\n`);
for (const { seed } of failed) process.stdout.write(`the histories of seed ${seed} fail\n`);
const seconds = (performance.now() - startedAt) / 1000;
process.stdout.write(
  `engine ${engine}: ${fleets.size} fleets, ${fresh.length} of them in the last ${roughly(seconds)}; ${findings.length} findings; see ${page}\n`,
);
process.exitCode = findings.length + failed.length > 0 ? 1 : 0;

/** One worker plays fleets until none is left. */
async function work(): Promise<void> {
  const worker = new Worker(new URL("./soak-worker.ts", import.meta.url), {
    // Most of what a tick makes is gone with it: with room for it, little of it has to be looked through.
    resourceLimits: { maxYoungGenerationSizeMb: 128 },
  });
  for (let fleet = queue.shift(); fleet !== undefined; fleet = queue.shift()) {
    const done = await answerOf(worker, fleet);
    fleets.set(keyOf(fleet), done);
    fresh.push(done);
    keep({ engine, fleet: done });
    const { seed, size } = fleet;
    const left = roughly(secondsLeft(queue, fresh, workers) ?? 0);
    say(
      `seed ${seed}, ${size.tasks} tasks, ${size.days} days: ${done.findings.length} findings, ${done.seconds.toFixed(1)} s; ${queue.length} to go, about ${left}`,
    );
  }
  await worker.terminate();
}

async function answerOf(worker: Worker, fleet: Fleet): Promise<Played> {
  worker.postMessage(fleet);
  try {
    // Fails when the worker does.
    const [played]: Played[] = await once(worker, "message");
    if (played !== undefined) return played;
  } catch (cause) {
    throw new Error(`seed ${fleet.seed} of ${fleet.size.tasks} tasks could not be played`, {
      cause,
    });
  }
  throw new Error(`seed ${fleet.seed} gave no answer`);
}

/** The random lifecycles of the property test, from another seed than its own. */
function playHistories(seed: number): void {
  say(`histories of seed ${seed}`);
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
  const history: History = { seed, isPassed: status === 0 };
  histories.set(seed, history);
  keep({ engine, history });
}

function keep(line: Line): void {
  appendFileSync(path, `${JSON.stringify(line)}\n`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
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
