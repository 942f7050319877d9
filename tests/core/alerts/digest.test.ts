import { expect, test } from "vitest";
import { digestOf } from "../../../src/core/alerts/digest.ts";
import type { AlertState } from "../../../src/schema/index.ts";
import { sampleAlert } from "../../sample-alert.ts";
import { onlyRules } from "./only-rules.ts";

const since = Date.parse("2026-11-20T06:00:00Z");
const early = "2026-11-20T05:59:59Z";
const late = "2026-11-20T06:00:00Z";

function alert(id: string, announcedAt: string, fields: Partial<AlertState> = {}): AlertState {
  const { announced } = sampleAlert();
  return sampleAlert({ id, announced: { ...announced, at: announcedAt }, ...fields });
}

function digest(alerts: readonly AlertState[], config: object = {}) {
  const byId = Object.fromEntries(alerts.map((one) => [one.id, one]));
  const { fresh, standing, resolved } = digestOf(byId, onlyRules({}, config).config, since);
  const ids = (list: readonly AlertState[]) => list.map(({ id }) => id);
  return { fresh: ids(fresh), standing: ids(standing), resolved: ids(resolved) };
}

test("a digest tells what is news since then from what was known, and from what is resolved since", () => {
  expect(
    digest([
      alert("known", early),
      alert("new", late),
      alert("gone", early, { resolved_at: late }),
      alert("gone before", early, { resolved_at: early }),
    ]),
  ).toEqual({ fresh: ["new"], standing: ["known"], resolved: ["gone"] });
});

test("the gravest come first, of equals the older, and then it goes by id", () => {
  const opened = { opened_at: "2026-11-20T00:00:00Z" };
  const { standing } = digest([
    alert("d", early, { severity: "info" }),
    alert("c", early, { severity: "warning", opened_at: "2026-11-21T00:00:00Z" }),
    alert("b", early, { severity: "warning", ...opened }),
    alert("e", early, { severity: "critical" }),
    alert("a", early, { severity: "warning", ...opened }),
  ]);
  expect(standing).toEqual(["e", "a", "b", "c", "d"]);
});

test("what is routed to nowhere is not in it", () => {
  const alerts = { routes: { info: [], urgent: ["telegram"] } };
  const both = [alert("u", early), alert("i", early, { severity: "info" })];
  expect(digest(both, { alerts }).standing).toEqual(["u"]);
  expect(digest(both).standing).toEqual(["u", "i"]);
});
