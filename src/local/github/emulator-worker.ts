import { parentPort, workerData } from "node:worker_threads";
import { createEmulator } from "emulate";
import type { WorkerInput, WorkerMessage } from "./emulator.ts";

/** The emulator, in a thread of its own because it takes the time and sends its webhooks through globals. */

const input: WorkerInput = workerData;
const clock = new Float64Array(input.clock);
const RealDate = Date;

function clockNow(): number {
  const ms = clock[0] ?? Number.NaN;
  return Number.isNaN(ms) ? RealDate.now() : ms;
}

let ticks = 0;

const WorkerDate = new Proxy(RealDate, {
  construct(target, args: unknown[], newTarget) {
    const date = Reflect.construct(target, args.length === 0 ? [clockNow()] : args, newTarget);
    return date;
  },
  get(target, key, receiver) {
    // The emulator reads Date.now only for a rate limit of 5000 an hour that cannot be turned off.
    if (key === "now") return () => (ticks += 1000);
    return Reflect.get(target, key, receiver);
  },
});

const toISOString = RealDate.prototype.toISOString;
RealDate.prototype.toISOString = function wholeSeconds() {
  return toISOString.call(this).replace(/\.\d{3}Z$/, "Z");
};
globalThis.Date = WorkerDate;

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

globalThis.fetch = async (_url, init) => {
  const headers = new Headers(init?.headers);
  post({
    type: "webhook",
    event: headers.get("X-GitHub-Event") ?? "",
    body: String(init?.body ?? ""),
  });
  return new Response(null, { status: 202 });
};

const emulator = await createEmulator({ service: "github", port: 0, seed: input.seed });
post({ type: "ready", url: emulator.url });

parentPort?.on("message", (message: { type: "ping"; id: number } | { type: "close" }) => {
  if (message.type === "ping") return post({ type: "pong", id: message.id });
  void emulator.close().then(() => parentPort?.close());
});
