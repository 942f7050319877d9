import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { webhookPath } from "../../src/entry/probot/webhooks.ts";
import type { Delivery, LocalGitHub } from "../../src/local/github/index.ts";
import { actionEnv } from "./four-hosts.ts";

export type Ran = { readonly code: number; readonly out: string; readonly outputs: string };

/** One run of the bundled Action for a delivery, as a runner starts it. `env` comes on top. */
export async function runBundle(
  bundle: string,
  github: LocalGitHub,
  delivery: Delivery,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), "bundle-run-"));
  const output = join(folder, "output");
  try {
    // The runner makes the file.
    writeFileSync(output, "");
    const child = spawn(process.execPath, [join(bundle, "index.js")], {
      env: { ...actionEnv(github, delivery, folder), GITHUB_OUTPUT: output, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
    return { code: Number(code), out, outputs: readFileSync(output, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type AppProcess = {
  readonly url: string;
  /** HTTP status of the answer. */
  readonly deliver: (delivery: Delivery) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** `mission-control start` with an App's credentials, in a process of its own. */
export async function startAppProcess({ app, url: apiUrl }: LocalGitHub): Promise<AppProcess> {
  const cwd = mkdtempSync(join(tmpdir(), "app-process-"));
  const command = join(import.meta.dirname, "..", "..", "src", "entry", "mission-control.mjs");
  const child = spawn(process.execPath, [command, "start", "--port", "0", "--json"], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      APP_ID: String(app.id),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: app.webhookSecret,
      GITHUB_API_URL: apiUrl,
    },
  });
  const [[told]] = await Promise.all([once(child.stdout, "data"), firstTick(child)]);
  const { url }: { url: string } = JSON.parse(String(told));
  return {
    url,
    deliver: async ({ headers, body }) => {
      const response = await fetch(`${url}${webhookPath}`, { method: "POST", headers, body });
      await response.arrayBuffer();
      return response.status;
    },
    close: async () => {
      const ended = once(child, "exit");
      child.kill();
      const [code] = await ended;
      rmSync(cwd, { recursive: true, force: true });
      if (code !== 0) throw new Error(`the App ended with ${code}`);
    },
  };
}

/** The App begins with a pass over everything, which must not come between a history and its effects. */
async function firstTick({ stderr }: ChildProcess): Promise<void> {
  let said = "";
  const ticked = Promise.withResolvers<void>();
  stderr?.on("data", (chunk) => {
    said += String(chunk);
    if (said.includes('"message":"tick"')) ticked.resolve();
  });
  stderr?.once("end", () => ticked.reject(new Error(`the App did not start: ${said}`)));
  await ticked.promise;
}
