import { expect, test } from "vitest";
import { type FirstLook, withFirstLook } from "../../../src/core/alerts/first-look.ts";
import { isTold } from "../../../src/core/alerts/told.ts";
import type { AlertState, Severity } from "../../../src/schema/index.ts";
import { samplePolicy } from "../agents/sample-policy.ts";

const now = Date.parse("2026-11-21T09:00:00Z");
const at = "2026-11-21T09:00:00Z";
const look: FirstLook = {
  before: {},
  isFirst: () => true,
  channels: new Set(["telegram"]),
  repo: "acme/shop",
  policy: samplePolicy(),
  now,
};

function alert(number: number, rule = "overdue", severity: Severity = "urgent"): AlertState {
  return {
    id: `${rule}:acme/shop#${number}:due`,
    rule,
    cause: "due",
    severity,
    entity_type: "task",
    entity_id: `acme/shop#${number}`,
    title: `${rule} ${number}`,
    message: "",
    evidence: [`https://github.com/acme/shop/issues/${number}`],
    to: ["operator"],
    opened_at: at,
    resolved_at: null,
    acknowledged: null,
    announced: { at, severity, peak: severity, times: 1 },
    flaps: [],
    calm_since: null,
    delivered: [],
  };
}

const byId = (...alerts: readonly AlertState[]) =>
  Object.fromEntries(alerts.map((one) => [one.id, one]));
const many = (count: number) => Array.from({ length: count }, (_, index) => alert(index + 1));

test("more than five are told as one: how many by rule, and the gravest; a critical one on its own", () => {
  const critical = alert(8, "critical-found", "critical");
  const all = byId(...many(6), alert(7, "stale-active"), critical);
  const after = withFirstLook(all, look);
  const summary = after[`first-look:acme/shop:${at}`];
  expect(summary).toMatchObject({
    severity: "urgent",
    title: "7 alerts opened on the first look",
    message:
      "By rule: overdue 6, stale-active 1. The gravest: overdue 1; overdue 2; overdue 3; overdue 4; overdue 5.",
  });
  expect(summary?.evidence).toHaveLength(5);
  for (const one of Object.values(after))
    expect(isTold(one, "telegram")).toBe(one.id !== summary?.id && one.id !== critical.id);
});

test("what is graver by then is told on its own all the same", () => {
  const [first] = Object.values(withFirstLook(byId(...many(6)), look));
  if (first === undefined) throw new Error("there is none");
  expect(isTold({ ...first, severity: "critical" }, "telegram")).toBe(false);
});

test.each<[string, readonly AlertState[], Partial<FirstLook>]>([
  ["five", many(5), {}],
  ["many on tasks that were read before", many(9), { isFirst: () => false }],
  ["many that were open before", many(9), { before: byId(...many(9)) }],
  ["many that are resolved", many(9).map((one) => ({ ...one, resolved_at: at })), {}],
  ["many that no channel would carry", many(9), { channels: new Set() }],
  ["many critical ones", many(9).map((one) => ({ ...one, severity: "critical" })), {}],
  ["many for the daily report", many(9).map((one) => ({ ...one, severity: "info" })), {}],
  [
    "many on something else than tasks",
    many(9).map((one) => ({ ...one, entity_type: "agent" })),
    {},
  ],
])("%s stay as they are", (_, alerts, given) => {
  expect(withFirstLook(byId(...alerts), { ...look, ...given })).toEqual(byId(...alerts));
});

const seen = { by: "ada", at };
test.each<[string, Partial<AlertState>, number, boolean]>([
  ["waits for its channel", {}, 24, false],
  ["is given up after a day", {}, 25, true],
  ["stands until somebody acknowledges it", { delivered: ["telegram"] }, 48, false],
  ["is over once it is acknowledged", { delivered: ["telegram"], acknowledged: seen }, 1, true],
  ["is over once it is acknowledged unsent", { acknowledged: seen }, 1, true],
  [
    "is over once it has gone out, when it is no urgent one",
    { severity: "warning", delivered: ["telegram"] },
    1,
    true,
  ],
])("the one about all %s", (_, fields, hours, isOver) => {
  const after = withFirstLook(byId(...many(6)), look);
  const { [`first-look:acme/shop:${at}`]: summary, ...others } = after;
  if (summary === undefined) throw new Error("there is none");
  const standing = byId(...Object.values(others), { ...summary, ...fields });
  const later = withFirstLook(standing, { ...look, before: after, now: now + hours * 3_600_000 });
  expect(later[summary.id]?.resolved_at !== null).toBe(isOver);
  const isGivenUp = isOver && hours > 24;
  for (const { id } of many(6))
    expect(later[id]?.delivered).toEqual(isGivenUp ? [] : ["first-look"]);
});

test("the one about all is over when nothing that it tells of is left", () => {
  const after = withFirstLook(byId(...many(6)), look);
  const left = Object.values(after).map((one) =>
    one.rule === "first-look" ? one : { ...one, resolved_at: at },
  );
  const later = withFirstLook(byId(...left), { ...look, before: after });
  expect(later[`first-look:acme/shop:${at}`]?.resolved_at).toBe(at);
});
