import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { reads } from "../../src/adapters/github/wire.ts";
import { webhookPath } from "../../src/entry/probot/webhooks.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import { historyUsers, setStage } from "../support/history-cast.ts";
import { recordedHistories } from "../support/history.ts";
import { playHistory } from "../support/play-history.ts";
import type { Bench } from "./bench.ts";

const histories = 60;
const restMs = 15_000;
const repo = "acme/history-1";

export const memory: Bench = {
  name: "memory",
  method: `\`mission-control start\` with an App's credentials and the dashboard of one repository, in a process of its own. It receives every webhook of ${histories} recorded histories, then rests for ${restMs / 1000} s. The resident memory that the kernel counts of it (VmRSS), and the most it ever was.`,
  async run() {
    const github = await startLocalGitHub({
      repos: [{ owner: "acme", name: "first" }],
      users: historyUsers,
      app: { slug: "mission-control" },
      reads,
    });
    const folder = mkdtempSync(join(tmpdir(), "memory-"));
    const app = await startCommand(github, folder);
    try {
      github.setWebhookUrl(`${app.url}${webhookPath}`);
      for (const [index, history] of recordedHistories().slice(0, histories).entries()) {
        const place = `acme/history-${index + 1}`;
        await setStage(github, place);
        await playHistory(github, place, history, async (deliveries) => {
          for (const delivery of deliveries) await github.deliveries.send(delivery);
        });
      }
      await pause(restMs);
      return [
        {
          name: "the App at rest",
          value: app.memory("VmRSS"),
          unit: "MB",
          bound: { kind: "at most", value: 150 },
        },
        { name: "the App at its peak", value: app.memory("VmHWM"), unit: "MB" },
      ];
    } finally {
      await app.close();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function startCommand({ app, url }: LocalGitHub, cwd: string) {
  const command = join(import.meta.dirname, "..", "..", "src", "entry", "mission-control.mjs");
  const child = spawn(process.execPath, [command, "start", "--port", "0", "--json"], {
    cwd,
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      PATH: process.env["PATH"],
      APP_ID: String(app.id),
      PRIVATE_KEY: app.privateKey,
      WEBHOOK_SECRET: app.webhookSecret,
      GITHUB_API_URL: url,
      GITHUB_REPOSITORY: repo,
    },
  });
  const [told] = await once(child.stdout, "data");
  const { url: address }: { url: string } = JSON.parse(String(told));
  return {
    url: address,
    /** In MB. */
    memory: (field: "VmRSS" | "VmHWM"): number => {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      return (Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024) / 1e6;
    },
    close: async () => {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
