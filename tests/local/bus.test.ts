import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { expect, test } from "vitest";
import { startBus } from "../../src/local/bus.ts";

const bus = new URL("../../src/local/bus.ts", import.meta.url);

test("the bus is on the loopback address and answers within milliseconds, not at its next tick", async () => {
  const { url, close } = await startBus();
  expect(url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
  const redis = new Redis(url);
  await redis.set("a", "0");
  const began = performance.now();
  for (let at = 0; at < 20; at++) await redis.incr("a");
  expect(performance.now() - began).toBeLessThan(1000);
  expect(await redis.get("a")).toBe("20");
  await redis.quit();
  await close();
  await close();
});

test("streams, consumer groups and scripts work", async () => {
  const { url, close } = await startBus();
  const redis = new Redis(url);
  await redis.xgroup("CREATE", "s", "g", "$", "MKSTREAM");
  await redis.eval("return redis.call('XADD', KEYS[1], '*', 'a', ARGV[1])", 1, "s", "b");
  const read = await redis.xreadgroup("GROUP", "g", "me", "COUNT", 1, "STREAMS", "s", ">");
  expect(JSON.stringify(read)).toContain('["a","b"]');
  await redis.quit();
  await close();
});

test("two buses know nothing of each other", async () => {
  const [a, b] = await Promise.all([startBus(), startBus()]);
  const [left, right] = [new Redis(a.url), new Redis(b.url)];
  await left.set("key", "left");
  expect(await right.get("key")).toBeNull();
  await Promise.all([left.quit(), right.quit()]);
  await Promise.all([a.close(), b.close()]);
});

test("a process that starts and closes a bus prints nothing and ends by itself", async () => {
  const script = `const { startBus } = await import(${JSON.stringify(bus.href)}); await (await startBus()).close();`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
    timeout: 15_000,
  });
  expect(await run).toEqual({ stdout: "", stderr: "" });
});
