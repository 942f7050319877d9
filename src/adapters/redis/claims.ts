import { randomUUID } from "node:crypto";
import { claimKeyText } from "../../claim-key.ts";
import type { Claim, ClaimKey, Claims } from "../../ports.ts";
import { connectRedis, type RedisConnection, type RedisOptions } from "./connection.ts";

const PREFIX = "mission-control:claim:";
const DONE = "done";
/** How long a finished key is remembered, in milliseconds: far longer than anything is delivered again. */
const KEEP_MS = 90 * 24 * 3_600_000;

const TAKE = "return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2])";
const FREE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end";
/** Also when the claim lapsed and nobody took it: the thing is done all the same. */
const FINISH = `
  local holder = redis.call('GET', KEYS[1])
  if not holder or holder == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
`;

/** Claims shared by every instance on one Redis. Their time runs by the server's clock, the only one they all share. */
export function redisClaims(
  redis: string | RedisConnection,
  options: RedisOptions = {},
): Claims & { readonly close: () => Promise<void> } {
  const connection = typeof redis === "string" ? connectRedis(redis, options) : redis;

  async function acquire(key: ClaimKey, ttlMs: number): Promise<Claim | null> {
    const keys = [PREFIX + claimKeyText(key)];
    const holder = randomUUID();
    const answer = await connection.run("claim", TAKE, keys, [holder, ttlMs]);
    if (answer !== "OK") return null;
    return {
      release: async (outcome) => {
        if (outcome === "done")
          await connection.run("finish a claim", FINISH, keys, [holder, DONE, KEEP_MS]);
        else await connection.run("free a claim", FREE, keys, [holder]);
      },
    };
  }

  return { acquire, close: connection.close };
}
