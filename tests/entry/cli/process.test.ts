import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";

const command = join(import.meta.dirname, "..", "..", "..", "src", "entry", "mission-control.mjs");

function start(
  argv: readonly string[],
  env: Record<string, string> = {},
  cwd = mkdtempSync(join(tmpdir(), "cli-")),
): ChildProcess {
  return spawn(process.execPath, [command, ...argv], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: tmpdir(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function run(argv: readonly string[], env: Record<string, string> = {}, cwd?: string) {
  const child = start(argv, env, cwd);
  const closed = once(child, "close");
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  const [code] = await closed;
  return { code, out, err };
}

describe("mission-control as a process", () => {
  test("prints help on standard output, ends 0, and says nothing else", async () => {
    const { code, out, err } = await run(["--help"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("Usage: mission-control");
  });

  test("has nothing on standard output but JSON when it refuses with --json", async () => {
    const { code, out } = await run(["tick", "--repo", "acme", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ ok: false, reason: "no-repository", exit_code: 2 });
  });

  test("ends cleanly when whoever reads its output stops reading", async () => {
    const child = start(["--help"]);
    child.stdout!.destroy();
    const [code, signal] = await once(child, "close");
    expect([code, signal]).toEqual([0, null]);
  });

  test.each(["SIGINT", "SIGTERM"] as const)("ends 3 as interrupted on %s", async (signal) => {
    const asked = Promise.withResolvers<void>();
    // A GitHub that never answers.
    const server = createServer(() => asked.resolve());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const child = start(["tick", "--repo", "acme/shop", "--json"], {
      GITHUB_TOKEN: "ghp_0123456789abcdef",
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
    });
    try {
      const closed = once(child, "close");
      const out = text(child.stdout!);
      await asked.promise;
      child.kill(signal);
      expect((await closed)[0]).toBe(3);
      expect(JSON.parse(await out)).toMatchObject({ reason: "interrupted", exit_code: 3 });
    } finally {
      child.kill("SIGKILL");
      server.closeAllConnections();
      server.close();
    }
  });
});

test(
  "start runs until it is told to end, and inbox reaches it from the same directory",
  { timeout: 60_000 },
  async () => {
    const cwd = mkdtempSync(join(tmpdir(), "cli-"));
    const child = start(["start", "--no-browser", "--port", "0", "--json", "--quiet"], {}, cwd);
    try {
      const closed = once(child, "close");
      let out = "";
      child.stdout!.on("data", (chunk) => (out += String(chunk)));
      await expect.poll(() => out.endsWith("}\n"), { timeout: 45_000 }).toBe(true);
      const { dashboard, repo } = JSON.parse(out);
      const filed = await run(["inbox", "The page is broken", "--json"], {}, cwd);
      expect(filed.err).toContain("using the local control room");
      expect(JSON.parse(filed.out)).toMatchObject({ ok: true, repo, title: "The page is broken" });
      const shown = async () => {
        const response = await fetch(`${dashboard}data.json`);
        return JSON.parse(await response.text()).tasks.items;
      };
      await expect
        .poll(shown, { timeout: 15_000 })
        .toContainEqual(
          expect.objectContaining({ title: "The page is broken", status: "triaged" }),
        );
      child.kill("SIGTERM");
      expect((await closed)[0]).toBe(0);
      expect(existsSync(join(cwd, ".mission-control", "local.json"))).toBe(false);
    } finally {
      child.kill("SIGKILL");
    }
  },
);
