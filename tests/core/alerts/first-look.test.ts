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

test("more than five are told as one: how many by rule, and the gravest", () => {
  const all = byId(...many(6), alert(7, "critical-found", "critical"));
  const after = withFirstLook(all, look);
  const summary = after[`first-look:acme/shop:${at}`];
  expect(summary).toMatchObject({
    severity: "critical",
    title: "7 alerts opened on the first look",
    message:
      "By rule: overdue 6, critical-found 1. The gravest: critical-found 7; overdue 1; overdue 2; overdue 3; overdue 4.",
  });
  expect(summary?.evidence).toHaveLength(5);
  for (const one of Object.values(after))
    expect(isTold(one, "telegram")).toBe(one.id !== summary?.id);
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
  ["many for the daily report", many(9).map((one) => ({ ...one, severity: "info" })), {}],
  [
    "many on something else than tasks",
    many(9).map((one) => ({ ...one, entity_type: "agent" })),
    {},
  ],
])("%s stay as they are", (_, alerts, given) => {
  expect(withFirstLook(byId(...alerts), { ...look, ...given })).toEqual(byId(...alerts));
});

test("the one about all is resolved once it has gone out, or after a day", () => {
  const { [`first-look:acme/shop:${at}`]: summary } = withFirstLook(byId(...many(6)), look);
  if (summary === undefined) throw new Error("there is none");
  const later = (fields: Partial<AlertState>, hours: number) =>
    withFirstLook(byId({ ...summary, ...fields }), { ...look, now: now + hours * 3_600_000 })[
      summary.id
    ]?.resolved_at;
  expect(later({}, 24)).toBeNull();
  expect(later({}, 25)).not.toBeNull();
  expect(later({ delivered: ["telegram"] }, 1)).not.toBeNull();
});
