import { describe, expect, test } from "vitest";
import { buildData } from "../../src/render/data.ts";
import { renderReport } from "../../src/render/report.ts";
import { Report } from "../../src/schema/index.ts";
import type { AuditState, Finding } from "../../src/schema/index.ts";
import {
  now,
  sampleAgent,
  sampleAlert,
  sampleAudit,
  sampleEvent,
  sampleState,
  sampleTask,
} from "./sample-state.ts";

const date = "2026-11-21";

function report(
  entities: Parameters<typeof sampleState>[0],
  more: {
    audit?: AuditState | null;
    previous?: Report;
    events?: ReturnType<typeof sampleEvent>[];
    zone?: string;
  } = {},
) {
  const state = sampleState(entities);
  const data = buildData(state, more.events ?? [], now);
  return renderReport({
    state,
    data,
    audit: more.audit ?? null,
    previous: more.previous ?? null,
    screenshot: { markdownUrl: "https://example.com/shot one.png" },
    requests: 17,
    date,
    ...(more.zone === undefined ? {} : { zone: more.zone }),
  });
}

const finding = (path: string): Finding => ({
  code: "count-differs",
  severity: "urgent",
  check: "counts",
  message: "The page shows another number than its data",
  path,
  expected: "3",
  actual: "4",
});

describe("the daily report", () => {
  test("tells new alerts from known ones and from those resolved, by the day in its zone", () => {
    const at = (instant: string) => ({
      opened_at: instant,
      announced: { ...sampleAlert("x").announced, at: instant },
    });
    const alerts = [
      sampleAlert("new", at("2026-11-20T23:00:00Z")),
      sampleAlert("still", at("2026-11-20T22:59:59Z")),
      sampleAlert("warned", { ...at("2026-11-21T08:00:00Z"), severity: "warning" }),
      sampleAlert("gone", { ...at("2026-11-19T08:00:00Z"), resolved_at: "2026-11-21T09:00:00Z" }),
      sampleAlert("past", { ...at("2026-11-18T08:00:00Z"), resolved_at: "2026-11-19T09:00:00Z" }),
    ];
    const { json, markdown } = report({ alerts }, { zone: "Europe/Berlin" });
    expect(json.alerts.map(({ id, state }) => [id, state])).toEqual([
      ["new", "new"],
      ["warned", "new"],
      ["still", "still"],
      ["gone", "resolved"],
    ]);
    expect(markdown).toContain("**Open alerts:** 3");
  });

  test("fits its schema and is the same for the same input", () => {
    const entities = {
      tasks: [sampleTask(1)],
      agents: [sampleAgent("atlas")],
      alerts: [sampleAlert("a")],
    };
    const first = report(entities, { audit: sampleAudit("x") });
    expect(Report.parse(first.json)).toEqual(first.json);
    expect(report(entities, { audit: sampleAudit("x") }).markdown).toBe(first.markdown);
  });

  test("opens with the verdict, then what needs a person, what changed, what is fine", () => {
    const { markdown } = report({ tasks: [sampleTask(1)] });
    const places = [
      "# Mission Control, 2026-11-21",
      "🟢 **healthy**",
      "## Needs a person",
      "## What changed",
      "## What is fine",
      "## Desired",
    ];
    const found = places.map((place) => markdown.indexOf(place));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  test.each([
    ["2026-11-21", "0.40 USD reported for 2026-11-21 (UTC)", 0.4],
    ["2026-11-20", "0.00 USD reported for 2026-11-21 (UTC)", 0],
  ])("says what was reported to have been spent on its day: what was on %s", (day, words, usd) => {
    const cost = {
      day,
      owner: null,
      usd: 0.4,
      tokens_in: 0,
      tokens_out: 0,
      from: ["c1_0"],
    };
    const tasks = [sampleTask(1, { costs: [cost] })];
    const { markdown, json } = report({ tasks });
    expect(markdown.trimEnd()).toMatch(/ · cost: [^·]+$/);
    expect(markdown.trimEnd().endsWith(`cost: ${words}`)).toBe(true);
    expect(json.cost_usd).toBe(usd);
  });

  test("does not know what was spent where nobody ever said", () => {
    const { markdown, json } = report({});
    expect(markdown).toContain("cost: unknown, none was ever reported");
    expect(json.cost_usd).toBeNull();
  });

  test("says how to acknowledge what is open on no task", () => {
    const room = { entity_type: "room", entity_id: "room", rule: "approvals-waiting" };
    const { markdown } = report({
      alerts: [
        sampleAlert("a", { ...room, title: "Waiting" }),
        sampleAlert("b", { title: "On a task" }),
        sampleAlert("c", {
          ...room,
          title: "Seen",
          acknowledged: { by: "ada", at: "2026-11-21T08:00:00Z" },
        }),
      ],
    });
    const line = (title: string) => markdown.split("\n").find((one) => one.includes(`** ${title}`));
    expect(line("Waiting")).toMatch(
      / — seen it\? `\/ack approvals-waiting:room` on any issue here$/,
    );
    expect(line("On a task")).not.toContain("/ack");
    expect(line("Seen")).not.toContain("/ack");
  });

  test("names whoever waits: urgent alerts, overdue, blocked on a person, review", () => {
    const blocked = { reason: "which colour?", by: "human:ada", on: null, since: null, from: null };
    const { json } = report({
      tasks: [
        sampleTask(1, { due: "2026-11-20" }),
        sampleTask(2, { due: "2026-11-20", title: "Late" }),
        sampleTask(3, { status: "blocked", blocked }),
        sampleTask(4, { status: "review" }),
        sampleTask(5),
        sampleTask(6, { status: "blocked", blocked: { ...blocked, by: "agent:atlas" } }),
      ],
      alerts: [sampleAlert("a", { title: "Overdue: Task 1" })],
    });
    expect(json.needs_person.map((need) => need.why)).toEqual([
      "urgent alert",
      "overdue since 2026-11-20",
      "blocked: which colour?",
      "waiting for a verdict",
    ]);
  });

  test("a title with markup, a mention and a pipe does no harm", () => {
    const { markdown } = report({
      tasks: [sampleTask(1, { status: "review", title: "`x` | @ada <b> #3 [a](http://b)" })],
    });
    expect(markdown).not.toContain("@ada");
    expect(markdown).not.toContain("<b>");
    expect(markdown).not.toContain(" #3");
    expect(markdown).toContain("\\`x\\` \\|");
  });

  test("lists what moved on that day in its zone and nothing of the day before", () => {
    const events = [
      sampleEvent("today", { message: "Task 1 became active" }),
      sampleEvent("yesterday", {
        timestamp: "2026-11-20T20:00:00Z",
        message: "Task 2 became active",
      }),
    ];
    const words = (zone: string) =>
      report({}, { events, zone }).json.moved.map((moved) => moved.message);
    expect(words("UTC")).toEqual(["Task 1 became active"]);
    expect(words("Asia/Tokyo")).toEqual(["Task 1 became active", "Task 2 became active"]);
  });

  test("says that overdue cannot be judged when nothing has a deadline", () => {
    expect(report({ tasks: [sampleTask(1)] }).markdown).toContain("**Overdue:** cannot judge");
  });

  test("links the screenshot when an audit ran, and says so when none did", () => {
    expect(report({}, { audit: sampleAudit("x") }).markdown).toContain(
      "](https://example.com/shot%20one.png)",
    );
    expect(report({}).markdown).toContain("No audit has run");
  });
});

describe("findings", () => {
  const audited = (findings: Finding[], counts: AuditState["verdict"] = "failed") =>
    sampleAudit("x", {
      verdict: counts,
      findings,
      checks: { page: "healthy", counts, data: "healthy" },
    });

  test("are new, still there, or fixed, against the report before", () => {
    const before = report({}, { audit: audited([finding("a"), finding("b")]) }).json;
    const { findings } = report(
      {},
      { audit: audited([finding("b"), finding("c")]), previous: before },
    ).json;
    expect(findings.new.map((f) => f.path)).toEqual(["c"]);
    expect(findings.still.map((f) => f.path)).toEqual(["b"]);
    expect(findings.fixed.map((f) => f.path)).toEqual(["a"]);
  });

  test("are not called fixed by a check that could not look", () => {
    const before = report({}, { audit: audited([finding("a")]) }).json;
    const { findings } = report({}, { audit: audited([], "unknown"), previous: before }).json;
    expect(findings).toMatchObject({ fixed: [], still: [{ path: "a" }] });
  });
});
