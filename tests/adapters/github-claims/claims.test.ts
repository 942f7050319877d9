import fc from "fast-check";
import { expect, test } from "vitest";
import { reactionClaims } from "../../../src/adapters/github-claims/claims.ts";
import type { GitHubRequest } from "../../../src/adapters/github-claims/reactions.ts";
import { OutsideError } from "../../../src/errors.ts";
import type { Claims } from "../../../src/ports.ts";
import { claimsContract, everyKey } from "../../contract/claims.ts";
import { handClock } from "../../contract/clock.ts";
import { fakeReactions } from "./fake-reactions.ts";

const app = "mission-control[bot]";
const actions = "github-actions[bot]";
const trusted = [app, actions];
const places = everyKey.filter(({ kind }) => kind === "comment" || kind === "issue");
const comments = everyKey.filter(({ kind }) => kind === "comment");
const comment = { kind: "comment", repo: "acme/shop", number: 1, commentId: 11 } as const;
const issue = { kind: "issue", repo: "acme/shop", number: 1 } as const;
const at = { owner: "acme", repo: "shop", comment_id: 11 };
const route = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";

for (const [name, logins] of [
  ["reactions of one login", [app, app]],
  ["reactions of two logins", [app, actions]],
] as const)
  claimsContract(
    name,
    async () => {
      const clock = handClock();
      const fake = fakeReactions(clock.now);
      const claimsOf = (login: string): Claims =>
        reactionClaims({ request: fake.as(login), login, trusted, clock });
      return {
        instances: [claimsOf(logins[0]), claimsOf(logins[1])],
        advance: clock.advance,
        finished: async () => void (await fake.as(logins[0])(route, { ...at, content: "+1" })),
        close: () => {},
      };
    },
    places,
    comments,
  );

function stage(login = app): {
  claims: Claims;
  as: (login: string) => GitHubRequest;
  eyes: () => readonly string[];
  advance: (ms: number) => void;
} {
  const clock = handClock();
  const fake = fakeReactions(clock.now);
  return {
    claims: reactionClaims({ request: fake.as(login), login, trusted, clock }),
    as: fake.as,
    eyes: () =>
      fake
        .rows()
        .filter((row) => row.content === "eyes")
        .map((row) => row.user.login),
    advance: clock.advance,
  };
}

test("whatever a stranger reacts, the claim is ours", async () => {
  const { claims, as } = stage();
  for (const content of ["eyes", "+1", "-1"]) await as("mallory")(route, { ...at, content });
  expect(await claims.acquire(comment, 1000)).not.toBeNull();
});

test("a comment another instance answered is done, and we leave no eyes on it", async () => {
  const { claims, as, eyes } = stage();
  await as(actions)(route, { ...at, content: "-1" });
  expect(await claims.acquire(comment, 1000)).toBeNull();
  expect(eyes()).toEqual([]);
});

test("an answer is seen among hundreds of strangers' reactions", async () => {
  const { claims, as } = stage();
  for (let fan = 0; fan < 250; fan++) await as(`fan-${fan}`)(route, { ...at, content: "+1" });
  await as(actions)(route, { ...at, content: "+1" });
  expect(await claims.acquire(comment, 1000)).toBeNull();
});

test("the loser of two logins takes its eyes back", async () => {
  const { claims, as, eyes } = stage();
  await as(actions)(route, { ...at, content: "eyes" });
  expect(await claims.acquire(comment, 1000)).toBeNull();
  expect(eyes()).toEqual([actions]);
});

test("free takes our eyes off an issue; done leaves them on a comment", async () => {
  const { claims, eyes } = stage();
  await (await claims.acquire(comment, 1000))?.release("done");
  await (await claims.acquire(issue, 1000))?.release("free");
  expect(eyes()).toEqual([app]);
});

test("deliveries and alerts are granted without asking anybody", async () => {
  const request = async (): Promise<never> => {
    throw new Error("asked");
  };
  const claims = reactionClaims({ request, login: app, trusted, clock: handClock() });
  for (const key of everyKey.filter(({ kind }) => kind === "delivery" || kind === "alert"))
    await (await claims.acquire(key, 1000))?.release("done");
  await expect(claims.acquire(issue, 1000)).rejects.toThrow("asked");
});

test("a refusal by GitHub is an OutsideError that says what was asked and keeps the status", async () => {
  const request = async (): Promise<never> => {
    throw Object.assign(new Error("Resource not accessible by integration"), { status: 403 });
  };
  const claims = reactionClaims({ request, login: app, trusted, clock: handClock() });
  const failure = await claims.acquire(comment, 1000).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OutsideError);
  expect(failure).toMatchObject({
    status: 403,
    message: expect.stringContaining("comment 11 of acme/shop"),
  });
});

test("however the requests of several instances interleave, one wins, also over a lapsed claim", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom(app, actions), { minLength: 2, maxLength: 5 }),
      fc.option(fc.constantFrom(app, actions)),
      async (scheduler, logins, crashed) => {
        const clock = handClock();
        const fake = fakeReactions(clock.now);
        if (crashed !== null) {
          await fake.as(crashed)(route, { ...at, content: "eyes" });
          clock.advance(10_000);
        }
        const claims = logins.map((login) =>
          reactionClaims({
            request: scheduler.scheduleFunction(fake.as(login)),
            login,
            trusted,
            clock,
          }).acquire(comment, 1000),
        );
        await scheduler.waitFor(Promise.all(claims));
        const won = (await Promise.all(claims)).filter((claim) => claim !== null);
        expect(won).toHaveLength(1);
      },
    ),
    { numRuns: 500 },
  );
});
