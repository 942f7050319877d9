import { readFile } from "node:fs/promises";
import { dataPath } from "../../app/data-branch.ts";
import { buildWeb } from "../../build/web.ts";
import { UserError } from "../../errors.ts";
import { Config } from "../../schema/index.ts";
import type { HostOptions, Started } from "../cli/commands/start.ts";
import { channelAddresses, openChannels } from "../channels.ts";
import { clockOf } from "../clock.ts";
import { pageRoutes } from "../server/pages.ts";
import { type ServedApp, serveApp } from "./serve.ts";
import { webhookPath } from "./webhooks.ts";

/** `mission-control start` with an App's credentials in the environment. */
export async function startApp(host: HostOptions): Promise<Started> {
  const { env, log } = host;
  const appId = Number(env["APP_ID"]);
  if (!Number.isSafeInteger(appId) || appId <= 0) {
    throw new UserError(`APP_ID ${env["APP_ID"] ?? ""}: expected the number on the App's settings page`);
  }
  const repo = env["GITHUB_REPOSITORY"] ?? null;
  const channels = await openChannels(channelAddresses(env), Config.parse({}), log);
  let app: ServedApp | null = null;
  const routes =
    repo === null
      ? []
      : pageRoutes({
          web: await buildWeb(),
          data: async () => {
            const engine = await app?.engineFor(repo);
            return (await engine?.forge.readFile(repo, engine.policy.config.data_branch, dataPath)) ?? null;
          },
        });
  app = await serveApp({
    credentials: {
      appId,
      privateKey: await privateKeyOf(env),
      webhookSecret: env["WEBHOOK_SECRET"] ?? "",
      apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com",
    },
    host: host.host,
    port: host.port,
    store: env["MISSION_CONTROL_STORE"] ?? ".mission-control/app.sqlite",
    clock: clockOf(host.now),
    log,
    channels,
    tickEveryMs: minutesOf(env["TICK_MINUTES"]) * 60_000,
    routes,
  });
  const { url, login, close } = app;
  log.info(`${login} receives webhooks at ${url}${webhookPath}`);
  if (repo === null) log.info("set GITHUB_REPOSITORY=owner/name to have its dashboard served here");
  return {
    kind: "running",
    url,
    close: async () => {
      await close();
      await Promise.all(channels.map((channel) => channel.close()));
    },
  };
}

async function privateKeyOf(env: HostOptions["env"]): Promise<string> {
  const inline = env["PRIVATE_KEY"];
  // Environment files often hold the key in one line.
  if (inline !== undefined && inline !== "") return inline.replaceAll("\\n", "\n");
  const path = env["PRIVATE_KEY_PATH"] ?? "";
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UserError(`PRIVATE_KEY_PATH ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function minutesOf(text: string | undefined): number {
  const minutes = Number(text ?? "15");
  if (Number.isFinite(minutes) && minutes > 0) return minutes;
  throw new UserError(`TICK_MINUTES ${text ?? ""}: expected a positive number of minutes`);
}
