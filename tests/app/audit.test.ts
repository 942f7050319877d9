import { describe, expect, test } from "vitest";
import { auditPage, toAuditState } from "../../src/app/audit.ts";
import { OutsideError } from "../../src/errors.ts";
import type { Browser, Clock, LookRequest, LookResult } from "../../src/ports.ts";
import { AuditState } from "../../src/schema/index.ts";
import { honestTexts, sampleData } from "../core/audit/sample-data.ts";
import { now } from "../render/sample-state.ts";

const minute = 60_000;
const clockAt = (at: number): Clock => ({ now: () => at, sleep: () => Promise.resolve() });

function honestLook(): LookResult {
  const data = sampleData();
  return {
    ready: true,
    screenshot: new Uint8Array([1]),
    texts: honestTexts(data),
    data: JSON.stringify(data),
    consoleErrors: [],
    failedRequests: [],
    overflowX: 0,
    durationMs: 1,
  };
}

function audit(look: (request: LookRequest, turn: number) => LookResult | Error, ageMs = minute) {
  let turn = 0;
  const browser: Browser = {
    look: async (request) => {
      const result = look(request, turn++);
      if (result instanceof Error) throw result;
      return result;
    },
    close: () => Promise.resolve(),
  };
  const clock = clockAt(Date.parse(now) + ageMs);
  return auditPage({
    browser,
    url: "http://127.0.0.1/",
    dataUrl: "/data.json",
    clock,
    zone: "UTC",
  });
}

describe("an audit", () => {
  test("of an honest page is healthy in every check, with a picture in light and in dark", async () => {
    const result = await audit(honestLook);
    expect(result.findings).toEqual([]);
    expect(result.verdict).toBe("healthy");
    expect(result.checks).toEqual({
      page: "healthy",
      counts: "healthy",
      data: "healthy",
      freshness: "healthy",
    });
    expect(result.shots.map(({ theme, width, height }) => ({ theme, width, height }))).toEqual([
      { theme: "light", width: 1440, height: 900 },
      { theme: "dark", width: 1440, height: 900 },
    ]);
  });

  test("fits the snapshot", async () => {
    const state = toAuditState(await audit(honestLook), ["a.png"]);
    expect(AuditState.parse(state)).toEqual(state);
  });

  test("of a page that shows another number fails, once for both themes", async () => {
    const result = await audit(() => {
      const look = honestLook();
      return { ...look, texts: { ...look.texts, "status:active": ["41"] } };
    });
    expect(result.verdict).toBe("failed");
    expect(result.checks).toMatchObject({ counts: "failed", page: "healthy", data: "healthy" });
    expect(result.findings).toHaveLength(1);
  });

  test("looks again before it calls a difference one: the data may have changed in between", async () => {
    const result = await audit((_request, turn) => {
      const look = honestLook();
      return turn === 0 ? { ...look, texts: { ...look.texts, tasks: ["10"] } } : look;
    });
    expect(result.verdict).toBe("healthy");
  });

  test("of a page on which a number is not found is unknown, never healthy", async () => {
    const result = await audit(() => {
      const look = honestLook();
      return { ...look, texts: { ...look.texts, "status:active": [] } };
    });
    expect(result).toMatchObject({ verdict: "unknown", checks: { counts: "unknown" } });
  });

  test("of data that contradicts itself fails although the page shows it faithfully", async () => {
    const data = sampleData();
    data.summary.by_status.active = 9;
    const texts = { ...honestTexts(data), "status:active": ["9"] };
    const result = await audit(() => ({ ...honestLook(), data: JSON.stringify(data), texts }));
    expect(result.checks).toMatchObject({ counts: "healthy", data: "failed" });
    expect(result.findings).toMatchObject([
      { path: "$.summary.by_status.active", expected: 1, actual: 9 },
    ]);
  });

  test("without data judges neither the counts nor the data", async () => {
    const result = await audit(() => ({
      ...honestLook(),
      ready: false,
      data: null,
      texts: {},
      failedRequests: ["404 http://127.0.0.1/data.json"],
    }));
    expect(result).toMatchObject({
      verdict: "failed",
      checks: { page: "failed", counts: "unknown", data: "unknown", freshness: "unknown" },
    });
  });

  test("of old data says stale and nothing worse", async () => {
    const result = await audit(honestLook, 61 * minute);
    expect(result).toMatchObject({
      verdict: "stale",
      checks: { counts: "healthy", freshness: "stale" },
    });
  });

  test("of data from the future cannot judge its age", async () => {
    expect((await audit(honestLook, -5 * minute)).checks.freshness).toBe("unknown");
  });

  test.each([
    ["an error on the console", { consoleErrors: ["boom"] }, "failed"],
    ["a page that is never ready", { ready: false }, "failed"],
    ["a page wider than its window", { overflowX: 12 }, "warning"],
    ["a page that never rests", { steady: false }, "warning"],
  ] as const)("notes %s", async (_fact, changes, verdict) => {
    const result = await audit(() => ({ ...honestLook(), ...changes }));
    expect(result.checks.page).toBe(verdict);
  });

  test("whose browser fails is unknown in every check and says why", async () => {
    const result = await audit(() => new OutsideError("The browser went away"));
    expect(Object.values(result.checks)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    expect(result.findings.map((finding) => finding.message)).toContain("The browser went away");
  });

  test("does not swallow a fault of its own", async () => {
    await expect(audit(() => new TypeError("a fault"))).rejects.toThrow("a fault");
  });
});
