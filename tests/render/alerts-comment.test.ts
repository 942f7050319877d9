import { describe, expect, test } from "vitest";
import { commentDigest } from "../../src/core/alerts/comment.ts";
import { alertComments } from "../../src/render/alerts-comment.ts";
import { Agents, type AlertState, Config, type TaskState } from "../../src/schema/index.ts";
import { worldWith } from "../core/alerts/only-rules.ts";
import { sampleTask } from "../core/sample-task.ts";
import { sampleAlert } from "../sample-alert.ts";

const noon = Date.parse("2026-11-21T12:00:00Z");
const night = Date.parse("2026-11-21T23:00:00Z");

function policyOf(config: object = {}) {
  return {
    config: Config.parse({ operators: ["olga"], ...config }),
    agents: Agents.parse({ agents: [] }),
  };
}

function comments(
  alerts: readonly AlertState[],
  tasks: readonly TaskState[] = [sampleTask()],
  policy = policyOf(),
  now = noon,
) {
  const byId = Object.fromEntries(alerts.map((alert) => [alert.id, alert]));
  return alertComments(byId, worldWith(byId, tasks), policy, now);
}

function bodyOf(...alerts: readonly AlertState[]): string {
  return comments(alerts)[0]?.body ?? "";
}

describe("the comment that shows a task's alerts", () => {
  test("says what, why, since when, whom it concerns, and how to acknowledge it", () => {
    const alert = sampleAlert({
      to: ["agent:atlas", "operator"],
      evidence: ["https://ci.example/7"],
    });
    expect(comments([alert])).toEqual([
      {
        id: "acme/shop#12",
        repo: "acme/shop",
        number: 12,
        comment: "create",
        digest: commentDigest(bodyOf(alert)),
        body: [
          "<!-- mission-control:alerts -->",
          "### Alerts",
          "",
          "- **URGENT** Overdue: Mend the checkout<br>It was due at the end of 2026-11-20 in UTC and is active. Owner: agent:atlas.<br>Rule `overdue`, open since 2026-11-21T00:00:00Z.<br>For @olga, `agent:atlas`.<br>Evidence: [https:\u200b//ci.example/7](https://ci.example/7).",
          "",
          "<sub>Mission Control edits this comment in place. `/ack` says that you have seen them all, `/ack <rule>` one of them.</sub>",
        ].join("\n"),
      },
    ]);
  });

  test("says who acknowledged it, mentioning nobody, and that it came back", () => {
    const body = bodyOf(
      sampleAlert({
        acknowledged: { by: "ada", at: "2026-11-21T01:00:00Z" },
        flaps: ["2026-11-21T02:00:00Z", "2026-11-21T03:00:00Z"],
      }),
    );
    expect(body).toContain("Acknowledged by `ada` at 2026-11-21T01:00:00Z.");
    expect(body).toContain("came back, last at 2026-11-21T03:00:00Z.");
    expect(body).not.toContain("@ada");
  });

  test("is the same whenever it is written", () => {
    const [first] = comments([sampleAlert()]);
    const [later] = comments([sampleAlert()], [sampleTask()], policyOf(), noon + 1e10);
    expect(later).toEqual(first);
  });

  test("is not written when it stands already, and edited when it says something else", () => {
    const [first] = comments([sampleAlert()]);
    const known = sampleTask({ alerts_comment: { id: 7, digest: first!.digest } });
    expect(comments([sampleAlert()], [known])).toEqual([]);
    const changed = [sampleAlert({ title: "Overdue: Newer" })];
    expect(comments(changed, [known])).toMatchObject([{ comment: 7 }]);
    const unnumbered = sampleTask({ alerts_comment: { id: null, digest: first!.digest } });
    expect(comments(changed, [unnumbered])).toMatchObject([{ comment: "find" }]);
  });

  test("says so when all alerts are resolved, once, and is not begun by that", () => {
    const resolved = sampleAlert({ resolved_at: "2026-11-21T06:00:00Z" });
    const known = sampleTask({ alerts_comment: { id: 7, digest: "x" } });
    const [last] = comments([resolved], [known]);
    expect(last?.body).toContain("All alerts on this task are resolved.");
    const settled = sampleTask({ alerts_comment: { id: 7, digest: last!.digest } });
    expect(comments([resolved], [settled])).toEqual([]);
    expect(comments([], [settled])).toEqual([]);
    expect(comments([resolved])).toEqual([]);
  });

  test("does not call resolved what has only become less grave", () => {
    const known = sampleTask({ alerts_comment: { id: 7, digest: "x" } });
    const [comment] = comments([sampleAlert({ severity: "warning" })], [known]);
    expect(comment?.body).toContain("What else is open is in the daily report.");
  });

  test("shows what is routed to it, the gravest first, and one comment a task", () => {
    const body = bodyOf(
      sampleAlert({ id: "a", severity: "warning", title: "Not here" }),
      sampleAlert({ id: "b", title: "Second" }),
      sampleAlert({ id: "c", severity: "critical", title: "First" }),
    );
    expect(body.match(/\*\*[A-Z]+\*\* \w+/g)).toEqual(["**CRITICAL** First", "**URGENT** Second"]);
  });

  test.each<[string, Partial<AlertState>, Partial<TaskState>]>([
    ["an agent", { entity_type: "agent" }, {}],
    ["a task that is not there", { entity_id: "acme/shop#99" }, {}],
    ["a task known from the list only", {}, { judged: null }],
    ["a severity that goes elsewhere", { severity: "info" }, {}],
  ])("is not written for %s", (_, alert, task) => {
    expect(comments([sampleAlert(alert)], [sampleTask(task)])).toEqual([]);
  });

  test("is not begun in the quiet hours but for what is excepted, and kept true all the same", () => {
    const policy = policyOf({ alerts: { quiet_hours: { from: "22:00", to: "07:00" } } });
    const critical = sampleAlert({ id: "c", severity: "critical" });
    const known = sampleTask({ alerts_comment: { id: 7, digest: "x" } });
    expect(comments([sampleAlert()], [sampleTask()], policy, night)).toEqual([]);
    expect(comments([sampleAlert()], [sampleTask()], policy, noon)).toHaveLength(1);
    expect(comments([sampleAlert(), critical], [sampleTask()], policy, night)).toHaveLength(1);
    expect(comments([sampleAlert()], [known], policy, night)).toHaveLength(1);
  });
});

describe("what others wrote", () => {
  const hostile =
    "@victim <!-- --> <img src=x onerror=y> [x](javascript:z) #1 `/done` | \u202e **b**\n/done\n- @victim https://evil.example";

  test("mentions nobody, refers to nothing, and begins no line and no markup", () => {
    const body = bodyOf(
      sampleAlert({
        title: hostile,
        message: hostile,
        rule: "a`b",
        to: ["human:victim", "@victim", "`@victim`"],
        evidence: ["javascript:alert(1)", "https://ok.example/?q=)@victim<b>", "x".repeat(600)],
        acknowledged: { by: "`@victim", at: "2026-11-21T01:00:00Z" },
      }),
    );
    const code = /(`+)[^`].*?[^`]\1(?!`)|`[^`]`/g;
    const plain = body.replaceAll(code, "").replaceAll(/\]\([^)]*\)/g, "]");
    expect(plain).not.toMatch(/@\w/);
    expect(plain).not.toMatch(/#\d/);
    expect(body).not.toMatch(/<img|javascript:alert|\u202e/);
    expect(body.split("\n")).toHaveLength(6);
    expect(body).not.toMatch(/^\/done/m);
  });

  test("keeps the comment within what GitHub takes, and says how much is left out", () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      sampleAlert({
        id: `a${at}`,
        title: "&".repeat(70_000),
        message: "&<>@".repeat(20_000),
        to: Array.from({ length: 3000 }, (_, to) => `agent:${"b".repeat(80)}${to}`),
        evidence: Array.from(
          { length: 99 },
          (_, at) => `https://e.example/${at}/${"(".repeat(450)}`,
        ),
      }),
    );
    const body = bodyOf(...many);
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body).toMatch(/- and \d+ more/);
    expect(body).toContain("/ack");
  });
});
