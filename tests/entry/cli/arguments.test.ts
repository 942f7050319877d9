import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documentKinds } from "../../../src/app/validate.ts";
import { cliHelp } from "../../../src/entry/cli/help.ts";
import { cli } from "./harness.ts";

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "cli-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe("the command line", () => {
  test("names its commands, and only on standard output, when asked for help", async () => {
    const { code, out, err } = await cli(["--help"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: mission-control/);
    for (const name of ["start", "receive", "tick", "audit", "report", "validate", "inbox"]) {
      expect(out).toMatch(new RegExp(`^  ${name}\\b`, "m"));
    }
    expect(err).toBe("");
  });

  test("without a command explains itself on standard error and ends 2", async () => {
    const { code, out, err } = await cli([]);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("Usage: mission-control");
  });

  test.each([
    { argv: ["tik"], reason: "unknown-command", hint: "tick" },
    { argv: ["tick", "--jsn"], reason: "unknown-option", hint: "--json" },
    { argv: ["receive", "--event", "issues"], reason: "bad-arguments", hint: "--payload" },
    { argv: ["version", "more"], reason: "bad-arguments", hint: "argument" },
  ])(
    "refuses $argv with a hint, ends 2 and gives the reason $reason",
    async ({ argv, reason, hint }) => {
      const told = await cli(argv);
      expect(told.code).toBe(2);
      expect(told.out).toBe("");
      expect(told.err).toContain(hint);
      const data = await cli([...argv, "--json"]);
      expect(data.code).toBe(2);
      expect(data.json()).toMatchObject({ ok: false, reason, exit_code: 2 });
    },
  );

  test("says its version, and the same as data", async () => {
    expect((await cli(["version"])).out).toMatch(/^mission-control \d+\.\d+\.\d+ \(Node \d+/);
    expect((await cli(["version", "--json"])).json()).toMatchObject({ ok: true, reason: "done" });
  });

  test("refuses a clock that is no instant", async () => {
    const { code, err } = await cli(["version", "--now", "yesterday"]);
    expect(code).toBe(2);
    expect(err).toBe(
      "mission-control: --now yesterday: expected an instant such as 2026-11-21T07:00:00Z\n",
    );
  });

  test("never prints a secret of the environment, not even one a person typed", async () => {
    const env = { GITHUB_TOKEN: "ghp_0123456789abcdef", REDIS_URL: "redis://u:pass%20word@h:1" };
    const { out, err } = await cli(["tick", "--repo", env.GITHUB_TOKEN], { env });
    expect(out + err).not.toContain(env.GITHUB_TOKEN);
    expect(err).toContain("***");
    const typed = await cli(["validate", "pass word", "--json"], { env });
    expect(typed.out).toContain("***");
    expect(typed.out + typed.err).not.toContain("pass word");
  });

  test("ends 3 as interrupted when the signal comes before the end", async () => {
    const stop = new AbortController();
    stop.abort();
    const { code, json } = await cli(["version", "--json"], { signal: stop.signal });
    expect([code, json()["reason"]]).toEqual([3, "interrupted"]);
  });

  test("without a token says what to set before anything is sent", async () => {
    const { code, err } = await cli(["tick", "--repo", "acme/shop"]);
    expect(code).toBe(2);
    expect(err).toContain("GITHUB_TOKEN");
  });

  test("without a repository to be found says how to name one", async () => {
    const { code, json } = await cli(["tick", "--json"], { env: { GITHUB_TOKEN: "x" } });
    expect([code, json()["reason"]]).toEqual([2, "no-repository"]);
  });
});

describe("validate", () => {
  const clean = "version: 1\ntimezone: Europe/Paris\n";

  test("ends 0 for a clean file, whose kind its name gives", async () => {
    const cwd = folderWith({ "mission-control.yml": clean });
    const { code, out } = await cli(["validate", "mission-control.yml"], { cwd });
    expect([code, out]).toEqual([0, "1 file checked, nothing wrong\n"]);
  });

  test("ends 1 for a finding, with file, line and column", async () => {
    const cwd = folderWith({ "mission-control.yml": `${clean}timezon: UTC\n` });
    const { code, out } = await cli(["validate", "mission-control.yml"], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(/^mission-control\.yml:3:1: .*timezone/);
    const { json } = await cli(["validate", "mission-control.yml", "--json"], { cwd });
    expect(json()).toMatchObject({ reason: "findings", findings: [{ line: 3, column: 1 }] });
  });

  test("ends 0 for findings below --fail-on", async () => {
    const cwd = folderWith({ "mission-control.yml": "timezon: UTC\n" });
    const argv = ["validate", "mission-control.yml", "--fail-on", "critical"];
    expect((await cli(argv, { cwd })).code).toBe(0);
  });

  test("reads standard input when told its kind", async () => {
    const { code, out } = await cli(["validate", "-", "--kind", "data"], { stdin: "{" });
    expect(code).toBe(1);
    expect(out).toMatch(/^\(standard input\):1:2: this is not JSON/);
  });

  test.each([
    { argv: ["validate", "absent.yml"], said: "absent.yml: cannot be read: there is no such file" },
    { argv: ["validate", "-", "--kind", "confg"], said: 'did you mean "config"?' },
    {
      argv: ["validate", "-", "--kind", "data", "--fail-on", "urgnt"],
      said: 'did you mean "urgent"?',
    },
  ])("ends 2 for $argv", async ({ argv, said }) => {
    const { code, err } = await cli(argv);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test("its help names every kind there is", async () => {
    const { out } = await cli(["validate", "--help"]);
    for (const kind of documentKinds) expect(out).toMatch(new RegExp(`\\b${kind}\\b`));
  });
});

describe("receive", () => {
  test("refuses an event that GitHub does not send", async () => {
    const argv = ["receive", "--event", "isues", "--payload", "-", "--json"];
    const { code, json } = await cli(argv, { stdin: "{}" });
    expect([code, json()["reason"]]).toEqual([2, "unknown-event"]);
  });

  test("says where a payload is not JSON", async () => {
    const argv = ["receive", "--event", "issues", "--payload", "-", "--json"];
    const { code, json } = await cli(argv, { stdin: '{\n  "a": 1,\n  b\n}' });
    expect([code, json()["reason"]]).toEqual([2, "bad-payload"]);
    expect(json()["message"]).toMatch(/^\(standard input\):3:3: this is not JSON/);
  });

  test("says so when the payload's file is not there", async () => {
    const { code, err } = await cli(["receive", "--event", "issues", "--payload", "nope.json"]);
    expect(code).toBe(2);
    expect(err).toContain("nope.json: cannot be read");
  });
});

describe("start", () => {
  test("refuses half a set of the App's credentials instead of starting something else", async () => {
    const { code, err } = await cli(["start"], { env: { APP_ID: "7", WEBHOOK_SECRET: "x" } });
    expect(code).toBe(2);
    expect(err).toContain("PRIVATE_KEY or PRIVATE_KEY_PATH");
  });

  test("refuses a key that is none, without showing it", async () => {
    const env = { APP_ID: "7", WEBHOOK_SECRET: "x", PRIVATE_KEY: "not-a-pem-at-all" };
    const { code, err } = await cli(["start"], { env });
    expect(code).toBe(2);
    expect(err).toContain("PEM");
    expect(err).not.toContain("not-a-pem-at-all");
  });

  test("refuses a port that is none", async () => {
    expect((await cli(["start", "--port", "99999"])).err).toContain("0 to 65535");
  });
});

test("the documents' help names every command and the common options once", async () => {
  const text = await cliHelp();
  expect(text).toMatch(/^### receive$/m);
  expect(text.match(/--api-url/g)).toHaveLength(1);
});
