import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Order } from "../../src/core/orders.ts";
import type { Effect } from "../../src/core/plan.ts";
import { rules } from "../../src/core/rules/table.ts";
import type { Notice } from "../../src/core/task/notice.ts";
import { alertComments } from "../../src/render/alerts-comment.ts";
import { buildData } from "../../src/render/data.ts";
import { codeSpan, escapeMarkdown, markdownLink, oneLine } from "../../src/render/escape.ts";
import { explainLines } from "../../src/render/explain.ts";
import { writesOf } from "../../src/render/notice.ts";
import { renderReport } from "../../src/render/report.ts";
import { renderRows } from "../../src/render/rows.ts";
import { Agents, Config, Data, Report } from "../../src/schema/index.ts";
import { worldWith } from "../core/alerts/only-rules.ts";
import { sampleTask } from "../core/sample-task.ts";
import { scene } from "../core/task/scene.ts";
import { sampleAlert } from "../sample-alert.ts";
import { longTexts, nastyLine, nastyText, nastyWords } from "../support/nasty.ts";
import { faultsIn } from "../support/well-formed.ts";
import * as sample from "./sample-state.ts";

const noon = Date.parse("2026-11-21T12:00:00Z");
const ref = { repo: "acme/shop", number: 12 };
const because = { reason: "told", evidence: [] } as const;
const facts = { ...scene().facts(), ...ref, tagged: {} };
const isHere = (address: string) => URL.parse(address)?.host === "github.com";

function commentOf(notice: Notice, tag = "told"): string {
  const effect: Effect = { ...ref, ...because, type: "comment", tag, notice };
  const [write] = writesOf([effect], facts);
  if (write?.type !== "comment") throw new Error("a notice is a comment");
  return write.body;
}

const kinds: Readonly<Record<string, (text: string) => Notice>> = {
  refusal: (text) => ({
    kind: "refusal",
    refusals: Array.from({ length: 12 }, (_, part) => ({
      entry: `c1_${part}`,
      at: "2026-11-21T11:00:00Z",
      by: "eve",
      asked: text,
      why: `cannot read \`${text}\`: is a quote left open? ${text}`,
      usage: "/priority urgent|high",
    })),
    status: "active",
    legal: ["review"],
    marked: ["c1_0"],
  }),
  block: (text) => ({ kind: "block", problems: Array.from({ length: 9000 }, () => text) }),
  halt: (text) => ({ kind: "halt", halt: { reason: text, by: "ada", at: "2026-11-21T11:00:00Z" } }),
  explain: (text) => ({
    kind: "explain",
    lines: explainLines(
      rules.map((rule) => ({
        rule,
        judgement: {
          verdict: "fires",
          why: text,
          title: text,
          cause: text,
          evidence: Array.from({ length: 400 }, () => text),
          to: [],
          nextAt: noon,
        },
      })),
    ),
  }),
  assignment: (text) =>
    ordered(text, {
      ...orderOf(text),
      kind: "assign",
      expects: { status: "planned", owner: null },
      owner: "agent:atlas",
      reasons: [text, text],
      boundary: text,
    }),
  release: (text) =>
    ordered(text, {
      ...orderOf(text),
      kind: "release",
      expects: { status: "active", owner: "agent:atlas", epoch: 1 },
    }),
  dependency: (text) =>
    ordered(text, {
      ...orderOf(text),
      kind: "block",
      expects: { status: "active" },
      on: "acme/shop#3",
    }),
};

function orderOf(text: string) {
  return { ...ref, rule: "new-task", why: text, evidence: [text, `https://github.com/${text}`] };
}

function ordered(text: string, order: Order): Notice {
  const block = { output: text, review: text, boundaries: text };
  return { kind: "order", order, login: "atlas-bot", seen: "c3", block };
}

const called = ["eve", "atlas-bot"];

describe("a comment of ours is one comment, whatever words are in it", () => {
  test.each(Object.entries(kinds))("%s", (_, noticeOf) => {
    const check = (text: string) => {
      expect(faultsIn(commentOf(noticeOf(text)), called, isHere)).toEqual([]);
    };
    for (const word of nastyWords) check(word);
    for (const text of longTexts) check(text);
    fc.assert(fc.property(nastyText(3000), check), { numRuns: 20 });
  });

  test("alerts", () => {
    const policy = {
      config: Config.parse({ operators: ["olga"] }),
      agents: Agents.parse({ agents: [] }),
    };
    const check = (text: string) => {
      const all = Array.from({ length: 40 }, (_, index) =>
        sampleAlert({
          id: `a${index}`,
          title: text,
          message: text,
          evidence: [text, `https://ci.example/${text}`],
          to: [text, `human:${text}`, "operator"],
          acknowledged: { by: text, at: "2026-11-21T11:00:00Z" },
        }),
      );
      const alerts = Object.fromEntries(all.map((alert) => [alert.id, alert]));
      const task = sampleTask({ title: text });
      const [comment] = alertComments(alerts, worldWith(alerts, [task]), policy, noon);
      const isWeb = (address: string) => /^https?:\/\//.test(address);
      expect(faultsIn(comment?.body ?? "", ["olga"], isWeb)).toEqual([]);
    };
    for (const text of [...nastyWords, ...longTexts]) check(text);
    fc.assert(fc.property(nastyText(3000), check), { numRuns: 20 });
  });
});

test("a part that is split off has the words of its command as a title, and of its text none but ours", () => {
  fc.assert(
    fc.property(nastyLine(200), (title) => {
      const effect: Effect = {
        ...ref,
        ...because,
        type: "create-issue",
        key: "c1_0_0",
        title,
        labels: [],
      };
      const [write] = writesOf([effect], facts);
      expect(write).toMatchObject({
        title,
        body: "Part of #12\n\n<!-- mission-control:split acme/shop#12 c1_0_0 -->",
      });
    }),
  );
});

describe("words of others", () => {
  const isOneLine = (text: string) => !/[\r\n\u2028\u2029\u0085]/.test(text);

  test("are one line without what steers, and no longer than asked", () => {
    fc.assert(
      fc.property(nastyText(3000), fc.integer({ min: 1, max: 300 }), (text, max) => {
        const line = oneLine(text, max);
        expect(isOneLine(line) && line.isWellFormed()).toBe(true);
        expect([...line].length).toBeLessThanOrEqual(max);
        expect(line).not.toMatch(/[\u0000-\u001f\u200b\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  test("in markdown call nobody, refer to nothing, and are neither a tag nor a link", () => {
    fc.assert(
      fc.property(nastyText(3000), (text) => {
        const shown = escapeMarkdown(text, 500);
        expect(shown).not.toMatch(/(?<!\\)[`*_[\]|~]|<|@\w|#\d|:\/\//);
        expect(markdownLink(text, text)).not.toMatch(/\]\((?!https?:\/\/)/);
      }),
    );
  });

  test("in a code span do not end it", () => {
    fc.assert(
      fc.property(nastyText(300), (text) => {
        const span = codeSpan(text, 300);
        const fence = /^`+/.exec(span)?.[0] ?? "";
        const inner = span.slice(fence.length, -fence.length);
        expect(span.endsWith(fence)).toBe(true);
        expect(inner.match(/`+/g) ?? []).not.toContain(fence);
        expect(inner).not.toContain("<!--");
      }),
    );
  });
});

function stateOf(text: string) {
  const task = sample.sampleTask(1, {
    title: text,
    status: "blocked",
    labels: [text],
    workstream: text,
    project: text,
    assignees: [text],
    output: text,
    review: text,
    link: text,
    author: text,
    blocked: { reason: text, by: text, on: text, since: null, from: "active" },
    checkin: { at: sample.now, by: text, progress: 4, blockers: false, needs: text, eta: text },
  });
  return sample.sampleState({
    tasks: [task, sample.sampleTask(2, { title: text, due: "2026-11-19" })],
    agents: [
      sample.sampleAgent("atlas", { name: text, blocker: text, last_sign: text, health: "stale" }),
    ],
    alerts: [
      sample.sampleAlert("a1", { title: text, message: text, evidence: [text], to: [text] }),
    ],
    audits: [
      sample.sampleAudit("x", {
        verdict: "failed",
        findings: [
          {
            code: "c",
            severity: "urgent",
            check: "page",
            message: text,
            path: text,
            expected: text,
            actual: text,
          },
        ],
      }),
    ],
    projects: [{ id: "__proto__", name: text, status: "active", repo: null }],
  });
}

describe("what everybody looks at keeps its shape", () => {
  function shapes(text: string): void {
    const state = stateOf(text);
    const events = [sample.sampleEvent("e1", { message: text, entity_id: text })];
    const data = buildData(state, events, sample.now);
    expect(Data.parse(JSON.parse(JSON.stringify(data))).summary.tasks).toBe(2);
    const audit = state.audits["x"] ?? null;
    const { markdown, json } = renderReport({
      state,
      data,
      audit,
      requests: 1,
      date: "2026-11-21",
      events,
    });
    expect(Report.parse(JSON.parse(JSON.stringify(json))).repo).toBe("ada/fleet");
    const inside = `<!-- mission-control:report -->\n${markdown.replaceAll(/^\|.*\|$/gm, "")}`;
    expect(faultsIn(inside, [], (address) => isHere(address))).toEqual([]);
    for (const [, cells = ""] of markdown.matchAll(/^\| (.*) \|$/gm))
      expect([2, 4]).toContain(cells.split(/(?<!\\) \| /).length);
    const table = renderRows(
      [{ title: text }, { title: "x" }],
      [{ name: "title", at: ({ title }) => title }],
      "table",
    );
    expect(table.trimEnd().split("\n")).toHaveLength(3);
    const csv = renderRows([{ title: text }], [], "csv");
    expect(csv.startsWith("title")).toBe(true);
  }

  test("with any of the words alone, and at any length", () => {
    for (const text of [...nastyWords, ...longTexts]) expect(() => shapes(text)).not.toThrow();
  });

  test("with any mixture of them", () => {
    fc.assert(fc.property(nastyText(2000), shapes), { numRuns: 100 });
  });
});
