import { Agent, request as httpRequest } from "node:http";
import { Worker } from "node:worker_threads";
import type { SeedConfig } from "emulate";

export type WorkerInput = { readonly seed: SeedConfig; readonly clock: SharedArrayBuffer };
export type WorkerMessage =
  | { readonly type: "ready"; readonly url: string }
  | { readonly type: "pong"; readonly id: number }
  | { readonly type: "webhook"; readonly event: string; readonly body: string };

export type EmulatorRequest = {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly token: string | null;
  readonly body?: unknown;
  readonly accept?: string | undefined;
};
export type EmulatorReply = {
  readonly status: number;
  readonly text: string;
  readonly link: string | null;
  readonly type: string;
};
export type EmulatorHook = { readonly event: string; readonly payload: unknown };

export type Emulator = {
  readonly read: (request: EmulatorRequest) => Promise<EmulatorReply>;
  /** One write at a time, at the time given (null: the real one), with the webhooks it caused. */
  readonly write: (
    request: EmulatorRequest,
    at: number | null,
  ) => Promise<{ reply: EmulatorReply; hooks: readonly EmulatorHook[] }>;
  readonly close: () => Promise<void>;
};

/** Starts `emulate` in a worker thread. `publicUrl` replaces the emulator's own address in all it says. */
export async function startEmulator(seed: SeedConfig, publicUrl: string): Promise<Emulator> {
  const clock = new SharedArrayBuffer(8);
  const slot = new Float64Array(clock);
  slot[0] = Number.NaN;
  const workerData: WorkerInput = { seed, clock };
  const worker = new Worker(new URL("./emulator-worker.ts", import.meta.url), {
    workerData,
    env: {},
    execArgv: [],
  });
  const pongs = new Map<number, () => void>();
  let hooks: EmulatorHook[] = [];

  const url = await new Promise<string>((resolve, reject) => {
    worker.once("error", reject);
    worker.on("message", (message: WorkerMessage) => {
      if (message.type === "ready") return resolve(message.url);
      if (message.type === "pong") return pongs.get(message.id)?.();
      hooks.push({
        event: message.event,
        payload: JSON.parse(message.body.replaceAll(url, publicUrl)),
      });
    });
  });

  const { port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  const publicHost = new URL(publicUrl).host;

  function send({ method, path, token, body, accept }: EmulatorRequest): Promise<EmulatorReply> {
    const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
    const headers: Record<string, string | number> = { host: publicHost };
    if (token !== null) headers["authorization"] = `Bearer ${token}`;
    if (accept !== undefined) headers["accept"] = accept;
    if (payload !== null) {
      headers["content-type"] = "application/json";
      headers["content-length"] = payload.length;
    }
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        { host: "127.0.0.1", port, method, path, headers, agent },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8").replaceAll(url, publicUrl);
            const link = response.headers["link"];
            resolve({
              status: response.statusCode ?? 500,
              text,
              link: typeof link === "string" ? link.replaceAll(url, publicUrl) : null,
              type: response.headers["content-type"] ?? "application/json; charset=utf-8",
            });
          });
        },
      );
      outgoing.on("error", reject);
      outgoing.end(payload ?? undefined);
    });
  }

  let pings = 0;
  /** Messages of a thread keep their order: after the answer, every webhook of earlier requests is here. */
  function flushed(): Promise<void> {
    const id = ++pings;
    return new Promise((resolve) => {
      pongs.set(id, () => {
        pongs.delete(id);
        resolve();
      });
      worker.postMessage({ type: "ping", id });
    });
  }

  let last: Promise<unknown> = Promise.resolve();
  async function writeNow(request: EmulatorRequest, at: number | null) {
    slot[0] = at ?? Number.NaN;
    hooks = [];
    const reply = await send(request);
    await flushed();
    return { reply, hooks };
  }

  return {
    read: send,
    write(request, at) {
      const mine = last.then(() => writeNow(request, at));
      // The failure is the caller's, who has `mine`; the next one only waits for its end.
      last = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      agent.destroy();
      await worker.terminate();
    },
  };
}
