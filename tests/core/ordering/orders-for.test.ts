import { expect, test } from "vitest";
import { given, inWords, ordered, ready } from "./sample-orders.ts";

test("on one task what moves it comes before what tells, and tasks come by their numbers", () => {
  const twin = { fingerprint: "same", status: "triaged", author: "mia" } as const;
  const tasks = [
    ready(11, { ...twin, created_at: "2026-11-19T00:00:00Z" }),
    given(10, { depends: ["acme/shop#12"] }),
    ready(9, { ...twin, created_at: "2026-11-18T00:00:00Z" }),
    given(12, { owner: "human:mia", status: "review" }),
  ];
  for (const order of [tasks, tasks.toReversed()]) {
    expect(inWords(ordered({ tasks: order }))).toEqual([
      "assign #9 agent:atlas",
      "block #10 acme/shop#12",
      "assign #11 agent:atlas",
      "tell #11",
    ]);
  }
});

test("a block that ends on several tasks names them all", () => {
  const done = [1, 2].map((number) => given(number, { status: "done" }));
  const blocked = given(3, {
    status: "blocked",
    depends: ["acme/shop#1", "acme/shop#2"],
    blocked: { reason: "waits", by: "ada", on: "acme/shop#1", since: null, from: "active" },
  });
  const [order] = ordered({ tasks: [...done, blocked] });
  expect(order).toMatchObject({
    kind: "unblock",
    why: "What it waited for is done: acme/shop#1, acme/shop#2.",
    evidence: [1, 2].map((number) => `https://github.com/acme/shop/issues/${number}`),
  });
});
