import { execFile } from "node:child_process";
import { createServer, type Server, type Socket } from "node:net";
import { promisify } from "node:util";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { redisChannel } from "../../../src/adapters/redis/channel.ts";
import { OutsideError, UserError } from "../../../src/errors.ts";
import { type LocalBus, startBus } from "../../../src/local/bus.ts";
import { freePort } from "../../../src/local/free-port.ts";
import type { Channel, Log } from "../../../src/ports.ts";
import { Message } from "../../../src/schema/index.ts";
import { sampleAlert } from "../../sample-alert.ts";

const options = { stream: "mission-control:alerts", maxLength: 1000 };

describe("with a server", () => {
  let bus: LocalBus;
  let redis: Redis;
  let channel: Channel;
  beforeAll(async () => {
    bus = await startBus();
    redis = new Redis(bus.url);
  });
  afterAll(async () => {
    await redis.quit();
    await bus.close();
  });
  beforeEach(async () => {
    await redis.flushall();
    channel = redisChannel(bus.url, options);
  });
  afterEach(async () => {
    await channel.close();
  });
  const entries = () => redis.xrange(options.stream, "-", "+");

  test("an alert becomes one entry that holds a valid message", async () => {
    const { reference } = await channel.send(sampleAlert());
    const all = await entries();
    expect(all.map(([id]) => `${options.stream}/${id}`)).toEqual([reference]);
    const fields = all[0]?.[1] ?? [];
    expect(fields.slice(0, 5)).toEqual(["id", sampleAlert().id, "type", "urgent_alert", "message"]);
    expect(Message.parse(JSON.parse(fields[5] ?? ""))).toMatchObject({
      id: sampleAlert().id,
      type: "urgent_alert",
      to: "broadcast",
      priority: "high",
      requires_ack: true,
      data: { entity_id: "acme/shop#12", evidence: sampleAlert().evidence },
    });
  });

  test("ten sends of one alert, over two instances at once, are one entry with one reference", async () => {
    const other = redisChannel(bus.url, options);
    const sent = await Promise.all(
      Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? channel : other).send(sampleAlert())),
    );
    await other.close();
    expect(new Set(sent.map(({ reference }) => reference)).size).toBe(1);
    expect(await entries()).toHaveLength(1);
  });

  test("an alert goes out once per stream, and another alert is another entry", async () => {
    const elsewhere = redisChannel(bus.url, { ...options, stream: "elsewhere" });
    await channel.send(sampleAlert());
    await elsewhere.send(sampleAlert());
    await channel.send(sampleAlert({ id: "overdue:acme/shop#13:2026-11-20" }));
    await elsewhere.close();
    expect(await entries()).toHaveLength(2);
    expect(await redis.xlen("elsewhere")).toBe(1);
  });

  test("each sending of one alert is an entry of its own, once, and tells which it is", async () => {
    const again = { id: "second", attempt: 2, requiresAck: false };
    await channel.send(sampleAlert(), { id: "first", attempt: 1, requiresAck: true });
    await channel.send(sampleAlert(), again);
    await channel.send(sampleAlert(), again);
    const messages = (await entries()).map(([, fields]) => JSON.parse(fields[5] ?? ""));
    expect(messages).toMatchObject([
      { id: "first", correlation_id: sampleAlert().id, requires_ack: true, data: { attempt: 1 } },
      { id: "second", correlation_id: sampleAlert().id, requires_ack: false, data: { attempt: 2 } },
    ]);
    expect(messages).toHaveLength(2);
  });

  test("the stream is bounded", async () => {
    const small = redisChannel(bus.url, { ...options, maxLength: 10 });
    for (let at = 0; at < 500; at++) await small.send(sampleAlert({ id: `a-${at}` }));
    await small.close();
    expect(await redis.xlen(options.stream)).toBeLessThan(250);
  });

  test("a connection that was cut comes back by itself", async () => {
    await channel.send(sampleAlert());
    await redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await channel.send(sampleAlert({ id: "after" }));
    expect(await entries()).toHaveLength(2);
  });
});

describe("without a server that works", () => {
  const lines: string[] = [];
  const warn = (message: string): void => void lines.push(message);
  const log: Log = { debug: warn, info: warn, warn, error: warn };
  const failure = (channel: Channel): Promise<unknown> =>
    channel.send(sampleAlert()).catch((error: unknown) => error);

  test("a refused connection is an OutsideError, is logged, and shows no password", async () => {
    const channel = redisChannel(`redis://bot:hunter2@127.0.0.1:${await freePort()}`, {
      ...options,
      log,
      timeoutMs: 1000,
    });
    const error = await failure(channel);
    await channel.close();
    expect(error).toBeInstanceOf(OutsideError);
    expect(String(error)).toContain("could not take the alert overdue:acme/shop#12");
    expect(lines.join()).toContain("ECONNREFUSED");
    expect(lines.join() + String(error)).not.toContain("hunter2");
  });

  test("a server that takes the connection and says nothing costs the time limit and no more", async () => {
    const sockets: Socket[] = [];
    const server = await listening(createServer((socket) => void sockets.push(socket)));
    const channel = redisChannel(`redis://127.0.0.1:${server.port}`, {
      ...options,
      timeoutMs: 300,
    });
    const began = performance.now();
    expect(await failure(channel)).toBeInstanceOf(OutsideError);
    expect(performance.now() - began).toBeLessThan(3000);
    await channel.close();
    for (const socket of sockets) socket.destroy();
    await server.close();
  });

  test("a server that comes up after we gave up is used", async () => {
    const bus = await startBus();
    await bus.close();
    const channel = redisChannel(bus.url, { ...options, timeoutMs: 500 });
    expect(await failure(channel)).toBeInstanceOf(OutsideError);
    const port = Number(new URL(bus.url).port);
    const again = await startBus({ port });
    await expect
      .poll(() => channel.send(sampleAlert()), { timeout: 10_000 })
      .toHaveProperty("reference");
    await channel.close();
    await again.close();
  });

  test("a process that met a dead server and never closed its channel ends by itself", async () => {
    const module = new URL("../../../src/adapters/redis/channel.ts", import.meta.url).href;
    const script = `
      const { redisChannel } = await import(${JSON.stringify(module)});
      const channel = redisChannel("redis://127.0.0.1:${await freePort()}", { stream: "s", maxLength: 1, timeoutMs: 200 });
      await channel.send({ id: "a", severity: "urgent", evidence: [], announced: { at: "2026-11-21T00:00:00Z" } }).catch((error) => console.log(error.name));`;
    const args = ["--input-type=module", "-e", script];
    const run = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
    expect(run).toEqual({ stdout: "OutsideError\n", stderr: "" });
  });

  test("TLS is asked for by the address", async () => {
    let first = 0;
    const server = await listening(
      createServer((socket) => {
        socket.once("data", (data) => {
          first = data[0] ?? 0;
          socket.destroy();
        });
      }),
    );
    const channel = redisChannel(`rediss://127.0.0.1:${server.port}`, {
      ...options,
      timeoutMs: 500,
    });
    expect(await failure(channel)).toBeInstanceOf(OutsideError);
    expect(first).toBe(0x16);
    await channel.close();
    await server.close();
  });

  test.each(["http://127.0.0.1", "127.0.0.1:6379", "", "redis://"])(
    "%j is no address",
    (address) => {
      expect(() => redisChannel(address, options)).toThrow(UserError);
    },
  );
});

async function listening(server: Server): Promise<{ port: number; close: () => Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
