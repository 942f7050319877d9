import { mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { dataPath } from "../../app/data-branch.ts";
import { buildWebApart } from "../../build/web-apart.ts";
import { UserError } from "../../errors.ts";
import type { Clock, Log } from "../../ports.ts";
import { Config } from "../../schema/index.ts";
import { channelAddresses, openChannels } from "../channels.ts";
import { modelHostsOf } from "../model.ts";
import { type ServedApp, serveApp } from "../probot/serve.ts";
import { type AppCredentials, webhookPath } from "../probot/webhooks.ts";
import type { Route } from "../server/http.ts";
import { pageRoutes } from "../server/pages.ts";
import type { Env } from "./io.ts";

export type AppHostOptions = {
  readonly credentials: AppCredentials;
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  readonly host: string;
  readonly port: number;
  readonly cwd: string;
};

export type AppHost = {
  readonly url: string;
  readonly login: string;
  readonly close: () => Promise<void>;
};

/**
 * The App with its store on disk (MISSION_CONTROL_STORE), a tick every TICK_MINUTES, one chat for every repository
 * (TELEGRAM_CHAT), models at MODEL_HOSTS and the dashboard of GITHUB_REPOSITORY.
 */
export async function startAppHost(options: AppHostOptions): Promise<AppHost> {
  const { env, log, cwd } = options;
  const tickEveryMs = minutesOf(env["TICK_MINUTES"]) * 60_000;
  const store = resolve(cwd, env["MISSION_CONTROL_STORE"] || ".mission-control/app.sqlite");
  mkdirSync(dirname(store), { recursive: true });
  const channels = await openChannels(channelAddresses(env), Config.parse({}), log);
  let served: ServedApp | null = null;
  const routes = await dashboardOf(env["GITHUB_REPOSITORY"], () => served);
  const model = { env, hosts: modelHostsOf(env) ?? [] };
  const app = await serveApp({ ...options, store, channels, tickEveryMs, routes, model });
  served = app;
  log.info(`${app.login} receives webhooks at ${app.url}${webhookPath}`);
  if (routes.length === 0) {
    log.info("set GITHUB_REPOSITORY=owner/name to have its dashboard served here");
  }
  return {
    url: app.url,
    login: app.login,
    close: async () => {
      await app.close();
      await Promise.all(channels.map((channel) => channel.close()));
    },
  };
}

async function dashboardOf(
  repo: string | undefined,
  app: () => ServedApp | null,
): Promise<readonly Route[]> {
  if (!repo) return [];
  const data = async () => {
    const engine = await app()?.engineFor(repo);
    return (await engine?.forge.readFile(repo, engine.policy.config.data_branch, dataPath)) ?? null;
  };
  return pageRoutes({ web: await buildWebApart(), data });
}

function minutesOf(text: string | undefined): number {
  const minutes = Number(text || "15");
  if (Number.isFinite(minutes) && minutes > 0) return minutes;
  throw new UserError(`TICK_MINUTES ${text}: expected a number of minutes above 0`);
}
