import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBrowsers } from "../../../src/adapters/playwright/find-browser.mjs";
import { type Served, serveDashboard } from "../../adapters/playwright/serve-dashboard.ts";
import { sampleData } from "../../core/audit/sample-data.ts";
import { now } from "../../render/sample-state.ts";
import { cli } from "./harness.ts";

const honest = JSON.stringify(sampleData());
const lying = JSON.stringify({
  ...sampleData(),
  summary: { ...sampleData().summary, tasks: sampleData().summary.tasks + 1 },
});

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "cli-"));
  writeFileSync(join(folder, "data.json"), text);
  return folder;
}

describe("audit of data alone", () => {
  const run = (text: string, ...more: readonly string[]) =>
    cli(["audit", "--data", "data.json", "--now", now, ...more], { cwd: folderWith(text) });

  test("ends 0 for data that agrees with itself", async () => {
    const { code, out } = await run(honest);
    expect([code, out]).toEqual([0, "data.json: healthy\n  data: healthy\n  freshness: healthy\n"]);
  });

  test("ends 1 for data that contradicts itself, and says where", async () => {
    const { code, json } = await run(lying, "--json");
    expect(code).toBe(1);
    expect(json()).toMatchObject({ ok: false, reason: "findings", verdict: "failed" });
    expect(JSON.stringify(json()["findings"])).toContain("$.summary.tasks");
  });

  test("ends 1 for data that is not JSON", async () => {
    expect((await run("<html>")).code).toBe(1);
  });

  test("ends 0 for findings below --fail-on", async () => {
    expect((await run(lying, "--fail-on", "critical")).code).toBe(0);
  });

  test("ends 3 when the data cannot be fetched", async () => {
    const { code, err } = await cli(["audit", "--data", "http://127.0.0.1:9/data.json"]);
    expect(code).toBe(3);
    expect(err).toContain("could not be fetched");
  });

  test("without a page, data or a control room asks which page is meant", async () => {
    const { code, err } = await cli(["audit"]);
    expect(code).toBe(2);
    expect(err).toContain("which page?");
  });
});

const [program] = findBrowsers();
const why = program === undefined ? " (skipped: no Chrome or Chromium was found)" : "";

describe.skipIf(program === undefined)(`audit of a page${why}`, { timeout: 60_000 }, () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveDashboard(honest, Date.parse(now));
  }, 60_000);
  afterAll(() => served?.close());

  test("ends 0 when the page says what its data says, and leaves its evidence", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "cli-"));
    const argv = ["audit", "--url", served.url, "--now", now, "--out", "evidence", "--json"];
    const { code, json } = await cli(argv, { cwd });
    expect(json()).toMatchObject({ verdict: "healthy", findings: [] });
    expect(code).toBe(0);
    const files = ["laptop-light.png", "laptop-dark.png", "audit.json"];
    expect(json()["files"]).toEqual(files.map((file) => join("evidence", file)));
    expect(readFileSync(join(cwd, "evidence", "laptop-light.png")).subarray(1, 4)).toEqual(
      Buffer.from("PNG"),
    );
  });

  test("ends 1 when the page says something else than the data of --data", async () => {
    const data = sampleData();
    const other = JSON.stringify({ ...data, tasks: { ...data.tasks, items: [] } });
    const argv = ["audit", "--url", served.url, "--data", "data.json", "--now", now, "--json"];
    const { code, json } = await cli(argv, { cwd: folderWith(other) });
    expect([code, json()["reason"]]).toEqual([1, "findings"]);
  });

  test("ends 3 when nothing answers at the address: that is no verdict", async () => {
    const argv = ["audit", "--url", "http://127.0.0.1:9/", "--now", now, "--json"];
    const { code, json } = await cli(argv);
    expect([json()["verdict"], json()["reason"], code]).toEqual(["unknown", "could-not-judge", 3]);
  });
});
