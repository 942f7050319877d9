import { Redis } from "ioredis";
import { afterAll, beforeAll } from "vitest";
import { redisClaims } from "../../../src/adapters/redis/claims.ts";
import { type LocalBus, startBus } from "../../../src/local/bus.ts";
import { claimsContract } from "../../contract/claims.ts";

let bus: LocalBus;
let redis: Redis;
beforeAll(async () => {
  bus = await startBus();
  redis = new Redis(bus.url);
});
afterAll(async () => {
  await redis.quit();
  await bus.close();
});

/** Time runs at the server, so passing time is taken off what its keys have left. */
async function advance(ms: number): Promise<void> {
  for (const key of await redis.keys("mission-control:claim:*")) {
    const left = await redis.pttl(key);
    if (left <= ms) await redis.del(key);
    else await redis.pexpire(key, left - ms);
  }
}

claimsContract("Redis, two connections", async () => {
  await redis.flushall();
  const instances = [redisClaims(bus.url), redisClaims(bus.url)] as const;
  return {
    instances,
    advance,
    close: async () => {
      for (const claims of instances) await claims.close();
    },
  };
});
