import { expect, test } from "vitest";
import { deedsIn } from "../../../src/adapters/github/deeds.ts";
import type { LinkedPull } from "../../../src/core/facts.ts";

const at = "2026-11-21T07:00:00Z";
const ada = { login: "ada", type: "User" };
const actor = { login: "ada", bot: false };

test.each([
  ["referenced", "push"],
  ["cross-referenced", "mention"],
  ["renamed", "edit"],
  ["milestoned", "edit"],
  ["sub_issue_added", "edit"],
  ["blocked_by_added", "edit"],
])("%s is a deed: %s", (event, kind) => {
  expect(deedsIn([{ event, actor: ada, created_at: at }], [])).toEqual([{ kind, actor, at }]);
});

test.each(["labeled", "commented", "mentioned", "subscribed", "something new"])(
  "%s is none: it is judged elsewhere, or says nothing of its actor",
  (event) => {
    expect(deedsIn([{ event, actor: ada, created_at: at }], [])).toEqual([]);
  },
);

test("what nobody is known to have done, or at no known time, is none", () => {
  expect(deedsIn([{ event: "renamed", actor: null, created_at: at }], [])).toEqual([]);
  expect(deedsIn([{ event: "renamed", actor: ada }], [])).toEqual([]);
});

test("a linked pull request's opening and reviews are deeds", () => {
  const pull: LinkedPull = {
    number: 30,
    url: "https://github.com/acme/shop/pull/30",
    author: "ada",
    merged: false,
    mergedAt: null,
    mergedBy: null,
    approvedBy: [],
    deeds: [
      { kind: "pull", actor, at },
      { kind: "review", actor: { login: "ben", bot: false }, at },
    ],
    checks: "none",
    revertedBy: null,
  };
  expect(deedsIn([], [pull])).toEqual(pull.deeds);
});
