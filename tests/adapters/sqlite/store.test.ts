import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStore } from "../../../src/adapters/sqlite/store.ts";
import { UserError } from "../../../src/errors.ts";
import { handClock } from "../../contract/clock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "store-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const delivery = (id: string, receivedAt: number) => ({
  id,
  event: "issues",
  action: "opened",
  entity: null,
  receivedAt,
  outcome: "accepted",
  reason: null,
});
const racer = new URL("racer.ts", import.meta.url);
const KEYS = 300;

const everyKey = Array.from({ length: KEYS }, (_, key) => key);
const inOrder = (wins: readonly (readonly number[])[]): readonly number[] =>
  wins.flat().sort((a, b) => a - b);

test("two threads racing for the same keys win each key once between them", async () => {
  const path = join(folder, "store.db");
  const workers = [1, 2].map(() => new Worker(racer, { workerData: { path, keys: KEYS } }));
  const next = (worker: Worker): Promise<unknown> =>
    new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  await Promise.all(workers.map(next));
  const results = workers.map(next);
  for (const worker of workers) worker.postMessage("go");
  const wins = (await Promise.all(results)) as number[][];
  expect(inOrder(wins)).toEqual(everyKey);
});

test("two processes racing for the same keys win each key once, and print nothing else", async () => {
  const path = join(folder, "store.db");
  const run = promisify(execFile);
  const runs = await Promise.all(
    [1, 2].map(() => run(process.execPath, [racer.pathname, path, String(KEYS)])),
  );
  expect(runs.map(({ stderr }) => stderr)).toEqual(["", ""]);
  expect(inOrder(runs.map(({ stdout }) => JSON.parse(stdout)))).toEqual(everyKey);
});

test("deliveries are listed newest first and found by id; the same id is one line", () => {
  const store = openStore(":memory:", handClock(1000));
  store.deliveries.record(delivery("a", 1));
  store.deliveries.record(delivery("b", 2));
  store.deliveries.record({ ...delivery("a", 3), outcome: "ignored", reason: "seen before" });
  expect(store.deliveries.newest(10).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(store.deliveries.find("a")).toEqual({
    ...delivery("a", 3),
    outcome: "ignored",
    reason: "seen before",
  });
  expect(store.deliveries.find("c")).toBeNull();
  store.close();
});

test("the delivery log is bounded by number and keeps the newest", () => {
  const store = openStore(":memory:", handClock(0), { deliveries: 50 });
  for (let at = 1; at <= 200; at++) store.deliveries.record(delivery(`d${at}`, at));
  const kept = store.deliveries.newest(1000);
  expect(kept).toHaveLength(50);
  expect(kept.at(-1)?.id).toBe("d151");
  store.close();
});

test("the delivery log is bounded by age", () => {
  const path = join(folder, "store.db");
  const first = openStore(path, handClock(1000), { ageMs: 500 });
  first.deliveries.record(delivery("old", 499));
  first.deliveries.record(delivery("young", 501));
  first.close();
  const second = openStore(path, handClock(1000), { ageMs: 500 });
  expect(second.deliveries.newest(10).map(({ id }) => id)).toEqual(["young"]);
  second.close();
});

test("finished claims are forgotten after their age, not before", async () => {
  const path = join(folder, "store.db");
  const key = { kind: "delivery", id: "d" } as const;
  const first = openStore(path, handClock(1000), { ageMs: 500 });
  await (await first.claims.acquire(key, 10))?.release("done");
  first.close();
  const second = openStore(path, handClock(1500), { ageMs: 500 });
  expect(await second.claims.acquire(key, 10)).toBeNull();
  second.close();
  const third = openStore(path, handClock(1501), { ageMs: 500 });
  expect(await third.claims.acquire(key, 10)).not.toBeNull();
  third.close();
});

test("a file that is no store is refused with its name and how to go on", () => {
  const path = join(folder, "notes.txt");
  writeFileSync(
    path,
    "these are my notes and no database, and they are long enough to be read as a header",
  );
  expect(() => openStore(path, handClock())).toThrow(UserError);
  expect(() => openStore(path, handClock())).toThrow(/notes\.txt: cannot be used .* move it away/);
});
