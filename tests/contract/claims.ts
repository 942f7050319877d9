import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ClaimKey, Claims } from "../../src/ports.ts";

/** A place where claims are made, seen by several instances, with its clock in the hands of the test. */
export type ClaimsStage = {
  readonly instances: readonly [Claims, Claims];
  readonly advance: (ms: number) => Promise<void> | void;
  /** What the engine itself does when it has finished with a key, where the store counts on it. */
  readonly finished?: (key: ClaimKey) => Promise<void>;
  readonly close: () => Promise<void> | void;
};

const repo = "acme/shop";
const TTL = 60_000;

export const everyKey: readonly ClaimKey[] = [
  { kind: "comment", repo, number: 1, commentId: 11 },
  { kind: "issue", repo, number: 1 },
  { kind: "delivery", id: "d-1" },
  { kind: "alert", id: "overdue:acme/shop#1:2026-11-20", channel: "redis" },
];

/** What every implementation of `Claims` has to keep. `done` names the keys that can be finished for ever. */
export function claimsContract(
  name: string,
  open: () => Promise<ClaimsStage>,
  keys: readonly ClaimKey[] = everyKey,
  done: readonly ClaimKey[] = keys,
): void {
  describe(`claims in ${name}`, () => {
    let stage: ClaimsStage;
    beforeEach(async () => {
      stage = await open();
    });
    afterEach(async () => {
      await stage.close();
    });

    describe.each(keys.map((key) => [key.kind, key] as const))("on a key of kind %s", (_, key) => {
      test("five at once, over two instances: one wins", async () => {
        const [a, b] = stage.instances;
        const claims = await Promise.all([a, b, a, b, a].map((one) => one.acquire(key, TTL)));
        expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
      });

      test("a held key is not given again before its time is up", async () => {
        const [a, b] = stage.instances;
        expect(await a.acquire(key, TTL)).not.toBeNull();
        await stage.advance(TTL - 1000);
        expect(await b.acquire(key, TTL)).toBeNull();
        expect(await a.acquire(key, TTL)).toBeNull();
      });

      test("a claim that is never released lapses, and one of five takes it over", async () => {
        const [a, b] = stage.instances;
        await a.acquire(key, TTL);
        await stage.advance(TTL + 1000);
        const claims = await Promise.all([a, b, b, a, b].map((one) => one.acquire(key, TTL)));
        expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
      });

      test("a key released free can be had by the next one", async () => {
        const [a, b] = stage.instances;
        await (await a.acquire(key, TTL))?.release("free");
        expect(await b.acquire(key, TTL)).not.toBeNull();
      });

      test("whoever lapsed cannot release the claim of the one who took over", async () => {
        const [a, b] = stage.instances;
        const first = await a.acquire(key, TTL);
        await stage.advance(TTL + 1000);
        expect(await b.acquire(key, TTL)).not.toBeNull();
        await first?.release("free");
        expect(await a.acquire(key, TTL)).toBeNull();
      });

      test("releasing twice does no harm", async () => {
        const claim = await stage.instances[0].acquire(key, TTL);
        await claim?.release("free");
        await claim?.release("free");
        expect(await stage.instances[0].acquire(key, TTL)).not.toBeNull();
      });
    });

    test.each(done.map((key) => [key.kind, key] as const))(
      "a %s that is done is never given again",
      async (_, key) => {
        const [a, b] = stage.instances;
        const claim = await a.acquire(key, TTL);
        await stage.finished?.(key);
        await claim?.release("done");
        expect(await b.acquire(key, TTL)).toBeNull();
        await stage.advance(100 * TTL);
        expect(await a.acquire(key, TTL)).toBeNull();
      },
    );

    test("one key says nothing about another", async () => {
      const [a] = stage.instances;
      const other = { kind: "issue", repo, number: 2 } as const;
      await a.acquire({ kind: "issue", repo, number: 1 }, TTL);
      expect(await a.acquire(other, TTL)).not.toBeNull();
    });
  });
}
