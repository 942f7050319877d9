import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findBrowsers } from "../../src/adapters/playwright/find-browser.mjs";
import { missingDependency } from "../../src/entry/setup/dependencies.mjs";

let root: string;

beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), "mission control ")), "a checkout");
  mkdirSync(join(root, "node_modules"), { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function writeLock(path: string, packages: Record<string, object>): void {
  writeFileSync(join(root, path), JSON.stringify({ packages }));
}

describe("whether dependencies have to be installed", () => {
  const wanted = {
    "": {},
    "node_modules/zod": { version: "4.0.0" },
    "node_modules/elsewhere": { version: "1.0.0", optional: true },
  };
  test.each([
    ["nothing is installed", null, "first run"],
    [
      "all is there but what belongs to other platforms",
      { "node_modules/zod": { version: "4.0.0" } },
      null,
    ],
    [
      "another version is there",
      { "node_modules/zod": { version: "3.9.0" } },
      "zod 4.0.0 is wanted, 3.9.0 is here",
    ],
    ["one is missing", {}, "zod 4.0.0 is wanted, none is here"],
  ])("%s", (_title, installed, expected) => {
    writeLock("package-lock.json", wanted);
    if (installed !== null) writeLock("node_modules/.package-lock.json", installed);
    expect(missingDependency(root)).toBe(expected);
  });
});

describe("finding a browser", () => {
  test("a browser that is asked for by name is the only one considered", () => {
    expect(findBrowsers({ CHROMIUM_PATH: process.execPath, PATH: "/usr/bin" })).toEqual([
      process.execPath,
    ]);
    expect(findBrowsers({ CHROMIUM_PATH: join(root, "none"), PATH: "/usr/bin" })).toEqual([]);
  });

  test("Playwright's downloads are found, the newest first", () => {
    for (const revision of [900, 1200]) {
      const folder = join(root, `chromium-${revision}`, "chrome-linux64");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "chrome"), "", { mode: 0o755 });
    }
    const found = findBrowsers({ PLAYWRIGHT_BROWSERS_PATH: root, PATH: "" });
    expect(found.filter((path) => path.startsWith(root))).toEqual([
      join(root, "chromium-1200", "chrome-linux64", "chrome"),
      join(root, "chromium-900", "chrome-linux64", "chrome"),
    ]);
  });
});

describe("running a command in a checkout whose path has spaces", () => {
  const child = `
    for (const [signal, code] of [["SIGINT", 7], ["SIGTERM", 8]] as const) process.on(signal, () => process.exit(code));
    process.stdout.write(JSON.stringify({ args: process.argv.slice(2) }) + "\\n");
    if (process.argv.includes("--wait")) setInterval(() => {}, 1000);
    if (process.argv.includes("--fail")) process.exit(5);
  `;

  function setUp(...args: readonly string[]) {
    writeLock("package-lock.json", {});
    writeLock("node_modules/.package-lock.json", {});
    writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module" }));
    cpSync("src/entry/setup", join(root, "src/entry/setup"), { recursive: true });
    cpSync("src/entry/setup.mjs", join(root, "src/entry/setup.mjs"));
    cpSync("src/adapters/playwright", join(root, "src/adapters/playwright"), { recursive: true });
    mkdirSync(join(root, "src/entry/cli"), { recursive: true });
    writeFileSync(join(root, "src/entry/cli/main.ts"), child);
    // Any program that runs will do for a browser here.
    const env = { ...process.env, CHROMIUM_PATH: process.execPath };
    return spawn(process.execPath, [join(root, "src/entry/setup.mjs"), ...args], { env });
  }

  test("its arguments arrive as they are, and so does its exit code", async () => {
    const command = setUp("start", "--fail", "a b");
    const [output] = await once(command.stdout, "data");
    const [code] = await once(command, "exit");
    expect(JSON.parse(String(output)).args).toEqual(["start", "--fail", "a b"]);
    expect(code).toBe(5);
  });

  test.each([
    ["SIGINT", 7],
    ["SIGTERM", 8],
  ] as const)("%s reaches it", async (signal, expected) => {
    const command = setUp("start", "--wait");
    await once(command.stdout, "data");
    command.kill(signal);
    const [code] = await once(command, "exit");
    expect(code).toBe(expected);
  });

  test("an unknown command is refused with those there are", async () => {
    const command = setUp("frob");
    const [said] = await once(command.stderr, "data");
    const [code] = await once(command, "exit");
    expect(String(said)).toContain('there is no "frob" here; expected one of start, test');
    expect(code).toBe(2);
  });
});
