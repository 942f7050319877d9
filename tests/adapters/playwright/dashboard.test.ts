import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../../src/adapters/playwright/browser.ts";
import { findBrowsers } from "../../../src/adapters/playwright/find-browser.mjs";
import { auditPage } from "../../../src/app/audit.ts";
import type { Browser, Clock } from "../../../src/ports.ts";
import { sampleData } from "../../core/audit/sample-data.ts";
import { now } from "../../render/sample-state.ts";
import { serveDashboard } from "./serve-dashboard.ts";
import type { Served } from "./serve-dashboard.ts";

const [program] = findBrowsers();
const why = program === undefined ? " (skipped: no Chrome or Chromium was found)" : "";
const clock: Clock = { now: () => Date.parse(now) + 1000, sleep: () => Promise.resolve() };
const honest = JSON.stringify(sampleData());

describe.skipIf(program === undefined)(
  `the dashboard in a real browser${why}`,
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    let served: Served;
    beforeAll(async () => {
      served = await serveDashboard(honest, clock.now());
      browser = await openBrowser({ clock });
    }, 60_000);
    afterEach(() => {
      Object.assign(served, {
        data: honest,
        at: clock.now(),
        spoil: (html: string) => html,
        extra: "",
      });
    });
    afterAll(async () => {
      await browser?.close();
      await served?.close();
    });

    const audit = (timeoutMs = 10_000) =>
      auditPage({ browser, url: served.url, dataUrl: "/data.json", clock, zone: "UTC", timeoutMs });
    const look = (texts: Record<string, string>, width = 1440, ready = 'body[data-ready="true"]') =>
      browser.look({
        url: served.url,
        viewport: { width, height: 844 },
        theme: "light",
        ready,
        texts,
        dataUrl: "/data.json",
        timeoutMs: 10_000,
      });

    test("shows what its data says: the audit is healthy and has two different pictures", async () => {
      const result = await audit();
      expect(result.findings).toEqual([]);
      expect(result.verdict).toBe("healthy");
      expect(result.data).toEqual(sampleData());
      const [light, dark] = result.shots.map((shot) => Buffer.from(shot.png));
      expect(light?.subarray(1, 4).toString()).toBe("PNG");
      expect(light?.readUInt32BE(16)).toBeGreaterThanOrEqual(1280);
      expect(light?.readUInt32BE(20)).toBeGreaterThanOrEqual(800);
      expect(light?.equals(dark ?? Buffer.alloc(0))).toBe(false);
    });

    test("a page that shows another number than its data is caught", async () => {
      served.extra = lie(
        `document.querySelector('[data-count="status:active"]').textContent = "41"`,
      );
      const result = await audit();
      expect(result.checks).toMatchObject({ counts: "failed", data: "healthy" });
      expect(result.findings).toMatchObject([
        { path: '[data-count="status:active"]', expected: "1", actual: "41" },
      ]);
    });

    test("a number under something else, made invisible, or gone is not seen: unknown, not healthy", async () => {
      served.extra = lie(`
      const cover = document.createElement("div");
      cover.style.cssText = "position:fixed;inset:0;z-index:9";
      document.body.append(cover)`);
      expect((await audit()).checks.counts).toBe("unknown");
      served.extra = lie(`document.querySelector('[data-count="tasks"]').style.opacity = "0"`);
      expect((await audit()).findings).toMatchObject([
        { code: "not-found", path: '[data-count="tasks"]' },
      ]);
    });

    test("a card that is missing is caught although its count is right", async () => {
      served.extra = lie(`document.querySelector('[data-column="active"] .card').remove()`);
      expect((await audit()).checks.counts).toBe("unknown");
    });

    test("data that contradicts itself is caught although the page shows it faithfully", async () => {
      const data = sampleData();
      data.summary.by_status.review = 5;
      served.data = JSON.stringify(data);
      expect((await audit()).checks).toMatchObject({
        page: "healthy",
        counts: "healthy",
        data: "failed",
      });
    });

    test("without data.json it is never ready, says why, and the audit judges neither counts nor data", async () => {
      served.data = null;
      const { texts } = await look({ notice: "#notice" }, 1440, 'body[data-ready="error"]');
      expect(texts["notice"]).toEqual(["No data: data.json answered 404."]);
      const result = await audit(1500);
      expect(result.checks).toMatchObject({ page: "failed", counts: "unknown", data: "unknown" });
      expect(result.findings.map((finding) => finding.code)).toContain("request-failed");
    });

    test("a page whose code never runs is not ready", async () => {
      served.spoil = (html) => html.replace("app.js", "nothing.js");
      const result = await audit(1500);
      expect(result.findings.map((finding) => finding.code)).toContain("page-not-ready");
    });

    test.each([320, 390, 820, 1280, 1440, 2200])("fits a window %d px wide", async (width) => {
      const result = await look(
        { active: '[data-count="status:active"]', archived: '[data-count="status:archived"]' },
        width,
      );
      expect(result.overflowX).toBe(0);
      expect(result.texts).toEqual({ active: ["1"], archived: ["1"] });
      expect(result.consoleErrors).toEqual([]);
    });

    const counting = "const n = document.body.appendChild(document.createElement('p')); let i = 0;";

    test("a page that counts as time goes by is at rest: its own clock is stopped", async () => {
      served.extra = `${counting} setInterval(() => { n.textContent = i++ }, 1)`;
      const { steady, texts } = await look({ counted: "body > p" });
      expect(Number(texts["counted"]?.[0])).toBeGreaterThan(0);
      expect(steady).toBe(true);
    });

    test("a page that goes on changing whatever its clock says is not at rest", async () => {
      served.extra = `${counting} const go = () => fetch("data.json").then(() => { n.textContent = i++; go() }); go()`;
      expect((await look({})).steady).toBe(false);
    });

    test("text from issues stays text", async () => {
      const data = sampleData();
      for (const task of data.tasks.items)
        task.title = `<img src=x onerror="document.title='owned'"> & <b>bold</b>`;
      served.data = JSON.stringify(data);
      const { texts, failedRequests } = await look({ title: '[data-column="active"] .card-title' });
      expect(texts["title"]).toEqual([
        `<img src=x onerror="document.title='owned'"> & <b>bold</b>`,
      ]);
      expect(failedRequests).toEqual([]);
    });

    test("data that is hours old looks stale by the server's clock, young data does not", async () => {
      const notice = { notice: 'body[data-stale="true"] #notice', age: "#age" };
      expect((await look(notice)).texts["notice"]).toEqual([]);
      served.at += 3 * 3_600_000;
      const { texts } = await look(notice);
      expect(texts).toEqual({
        notice: ["This is 3 h old: what it shows may be past."],
        age: ["3 h ago"],
      });
    });

    test("data dated ahead of the clock is not called new", async () => {
      served.at -= 3_600_000;
      const { texts, overflowX } = await look({ notice: "#notice" }, 320);
      expect(texts["notice"]).toEqual([
        "This is dated 59 min ahead of the clock: its age is unknown.",
      ]);
      expect(overflowX).toBe(0);
    });

    test("follows its data in place, asking only whether it changed", async () => {
      served.spoil = (html) =>
        html.replace("</head>", '<meta name="mission-control-poll" content="0.05"></head>');
      const data = sampleData();
      data.summary.tasks = 4711;
      const unchanged = served.conditional();
      const change = async () => {
        await expect
          .poll(() => served.conditional(), { timeout: 8000, interval: 20 })
          .toBeGreaterThan(unchanged);
        served.data = JSON.stringify(data);
      };
      served.extra = `addEventListener("load", () => {
      const first = document.getElementById("columns");
      setInterval(() => {
        const isNew = document.querySelector('[data-count="tasks"]')?.textContent === "4711";
        if (isNew && first === document.getElementById("columns")) document.body.dataset.followed = "true";
      }, 20);
    })`;
      const [{ ready, texts }] = await Promise.all([
        look({ tasks: '[data-count="tasks"]' }, 1440, "body[data-followed]"),
        change(),
      ]);
      expect(ready).toBe(true);
      expect(texts["tasks"]).toEqual(["4711"]);
    });

    test("offers to file an item only where it is served with an inbox, and says what happened", async () => {
      expect((await look({ form: "#inbox-form" })).texts["form"]).toEqual([]);
      served.spoil = (html) =>
        html.replace("</head>", '<meta name="mission-control-inbox" content="/inbox"></head>');
      served.extra = lie(`
      const form = document.getElementById("inbox-form");
      form.elements.text.value = "Mend the door";
      form.requestSubmit()`);
      const { texts } = await look(
        { outcome: "#inbox-form .outcome" },
        1440,
        '[data-outcome="filed"]',
      );
      expect(served.filed).toEqual([{ text: "Mend the door" }]);
      expect(texts["outcome"]).toEqual(["Filed. #7"]);
    });

    test("keeps its filter in the address", async () => {
      const result = await browser.look({
        url: `${served.url}?status=review`,
        viewport: { width: 1440, height: 900 },
        theme: "dark",
        ready: 'body[data-ready="true"]',
        texts: { shown: "#shown", cards: "[data-number]", active: '[data-count="status:active"]' },
        dataUrl: "/data.json",
        timeoutMs: 10_000,
      });
      expect(result.texts).toEqual({ shown: ["1 of 11 shown"], cards: ["#7"], active: ["1"] });
    });
  },
);

/** A script that does something to the page once it is ready. */
function lie(what: string): string {
  return `new MutationObserver((_, watcher) => {
    if (document.body?.dataset.ready !== "true") return;
    watcher.disconnect();
    ${what};
  }).observe(document.documentElement, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });`;
}
