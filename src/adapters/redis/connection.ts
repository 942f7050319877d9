import { Redis } from "ioredis";
import { OutsideError, UserError } from "../../errors.ts";
import type { Log } from "../../ports.ts";

export type RedisOptions = {
  readonly log?: Log;
  /** How long one command may take, connecting and reconnecting included, in milliseconds. */
  readonly timeoutMs?: number;
};

export type RedisConnection = {
  /** Runs a Lua script, which is one step for everybody else. Throws OutsideError within the time limit. */
  readonly run: (
    what: string,
    script: string,
    keys: readonly string[],
    values: readonly (string | number)[],
  ) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

const TIMEOUT_MS = 5000;
const TRIES = 5;

/**
 * Connects when first used, and again when it was cut off: a few tries with growing pauses for each use, so that a dead
 * server costs bounded time and keeps no process alive. Throws UserError for an address that is not redis:// or rediss://.
 */
export function connectRedis(address: string, options: RedisOptions = {}): RedisConnection {
  const url = checkedUrl(address);
  const place = `Redis at ${url.host}`;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const client = new Redis(url.href, {
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    maxRetriesPerRequest: TRIES,
    retryStrategy: (times) => (times > TRIES ? null : 50 * 2 ** times),
  });
  // ioredis tells of lost connections by an event which ends the process when nobody listens.
  client.on("error", (error: Error) => {
    options.log?.warn(`${place}: ${error.message}`);
  });

  async function run(
    what: string,
    script: string,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<unknown> {
    // Given up before: the next use tries again. Its failure reaches the command, which says it.
    if (client.status === "end") client.connect().catch(() => {});
    try {
      return await client.eval(script, keys.length, ...keys, ...values);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new OutsideError(`${place} could not ${what}: ${reason}`, { cause: error });
    }
  }

  async function close(): Promise<void> {
    if (client.status !== "ready") return client.disconnect();
    await client.quit().catch(() => client.disconnect());
  }

  return { run, close };
}

function checkedUrl(address: string): URL {
  const url = URL.parse(address);
  if (url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== "") return url;
  // Not the address itself: it may hold a password.
  throw new UserError(
    "the address of Redis is not one: expected redis://[user:password@]host[:port][/db], or rediss:// for TLS. " +
      "Mend REDIS_URL, or unset it to use the embedded bus.",
  );
}
