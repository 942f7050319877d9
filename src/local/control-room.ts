import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { findBrowsers } from "../adapters/playwright/find-browser.mjs";
import { openBrowser } from "../adapters/playwright/browser.ts";
import { redisChannel } from "../adapters/redis/channel.ts";
import { telegramChannel } from "../adapters/telegram/channel.ts";
import { reads } from "../adapters/github/wire.ts";
import { type AuditResult, auditPage, toAuditState } from "../app/audit.ts";
import { dataPath } from "../app/data-branch.ts";
import { fileInboxItem } from "../app/inbox.ts";
import { type DailyReport, dailyReport } from "../app/report.ts";
import { buildWeb } from "../build/web.ts";
import { openEngine } from "../entry/engine.ts";
import { type ServedApp, serveApp } from "../entry/probot/serve.ts";
import { pageRoutes } from "../entry/server/pages.ts";
import { webhookPath } from "../entry/probot/webhooks.ts";
import { OutsideError } from "../errors.ts";
import type { Channel, Clock, Log } from "../ports.ts";
import { startBus } from "./bus.ts";
import { type LocalGitHub, startLocalGitHub } from "./github/index.ts";
import { laterTick } from "./later-tick.ts";
import type { ControlRoomResult } from "./result.ts";
import { engineRequests, resultOf } from "./result-of.ts";
import { sampleFleetOptions, seedSampleFleet } from "./sample-fleet/index.ts";
import { localUser, tellStory } from "./story.ts";
import { type ChatMessage, startTelegram } from "./telegram.ts";

export type ControlRoomOptions = {
  readonly host: string;
  readonly port: number;
  /** False: do not look for a browser; the audit then says `unknown`. */
  readonly browser: boolean;
  /** Where the local store, pictures and the report go. */
  readonly directory: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told what is being done, for a person who waits. */
  readonly onStep: (step: string) => void;
};

export type ControlRoom = {
  readonly result: ControlRoomResult;
  readonly url: string;
  readonly busUrl: string;
  /** What went to the Telegram stand-in. */
  readonly chatMessages: () => readonly ChatMessage[];
  /** From now on a tick follows every change, and the clock. */
  readonly keepRunning: () => void;
  readonly close: () => Promise<void>;
};

/** The whole control room on this machine: its own GitHub, bus, chat and store, the App, a fleet, a page, an audit. */
export async function startControlRoom(options: ControlRoomOptions): Promise<ControlRoom> {
  const { clock, onStep } = options;
  const began = performance.now();
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const one of closing.toReversed()) await one();
    closing.length = 0;
  };
  try {
    onStep("Starting a local GitHub, a Redis-compatible bus and a Telegram stand-in");
    await mkdir(options.directory, { recursive: true });
    // The local GitHub begins anew each time, and several may run: each has a store of its own, which goes with it.
    const store = join(options.directory, `local-${process.pid}-${Date.now()}.sqlite`);
    closing.push(async () => {
      for (const ending of ["", "-wal", "-shm"]) await rm(`${store}${ending}`, { force: true });
    });
    const [github, bus, telegram, web] = await Promise.all([
      startLocalGitHub({ ...sampleFleetOptions, reads }),
      startBus(),
      startTelegram(),
      buildWeb(),
    ]);
    closing.push(github.close, bus.close, telegram.close);
    const repo = sampleFleetOptions.repo;
    const channels: readonly Channel[] = [
      redisChannel(bus.url, {
        stream: "mission-control:alerts",
        maxLength: 10_000,
        log: options.log,
      }),
      telegramChannel({ token: telegram.token, chat: telegram.chat, apiRoot: telegram.apiRoot }),
    ];
    for (const channel of channels) closing.push(channel.close);

    const later = laterTick(options);
    const app = await startApp(options, {
      github,
      repo,
      store,
      channels,
      web,
      onChange: later.wake,
    });
    closing.push(app.close);
    closing.push(later.stop);
    later.set(() => app.tick(repo));
    github.setWebhookUrl(`${app.url}${webhookPath}`);

    onStep("Seeding a sample fleet: agents, tasks, contradictions");
    github.deliveries.pause();
    const fleet = await seedSampleFleet(github, clock.now());
    github.deliveries.take();
    github.deliveries.resume();

    onStep("Ticking: observe, decide, apply, commit");
    const first = await app.tick(repo);
    onStep(
      `${first.tasks.length} tasks judged, ${first.tasks.flatMap(({ writes }) => writes).length} writes, ${first.commit?.events ?? 0} events committed`,
    );
    const told = await tellStory(github, repo, fleet.cast, ({ said, status }) =>
      onStep(`  ${said}  → ${status}`),
    );
    const second = await app.tick(repo);
    await github.idle();

    const audited = await audit(options, app.url);
    const report = await writeReport(options, { app, repo, audited, github });
    const result = await resultOf({
      directory: options.directory,
      app,
      github,
      repo,
      ticks: [first, second],
      told: told.told,
      audited,
      report,
      seconds: (performance.now() - began) / 1000,
    });
    await writeFile(
      join(options.directory, "local.json"),
      `${JSON.stringify({ pid: process.pid, url: app.url, apiUrl: github.url, repo, token: github.token(fleet.operator) })}\n`,
      { mode: 0o600 },
    );
    closing.push(() => forgetRoom(join(options.directory, "local.json"), app.url));
    return {
      result,
      url: `${app.url}/mission-control/`,
      busUrl: bus.url,
      chatMessages: telegram.messages,
      keepRunning: later.start,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Another room may have been started since, and the file is its then. */
async function forgetRoom(path: string, url: string): Promise<void> {
  const text = await readFile(path, "utf8").catch(() => "");
  if (text.includes(`"${url}"`)) await rm(path, { force: true });
}

type AppParts = {
  readonly github: LocalGitHub;
  readonly repo: string;
  readonly store: string;
  readonly channels: readonly Channel[];
  readonly web: Awaited<ReturnType<typeof buildWeb>>;
  readonly onChange: () => void;
};

async function startApp(options: ControlRoomOptions, parts: AppParts): Promise<ServedApp> {
  const { github, repo, channels, web } = parts;
  let app: ServedApp | null = null;
  const routes = pageRoutes({
    web,
    data: async () => {
      const engine = await app?.engineFor(repo);
      return (
        (await engine?.forge.readFile(repo, engine.policy.config.data_branch, dataPath)) ?? null
      );
    },
    file: async (text) => await fileAs(github, repo, options, text),
  });
  app = await serveApp({
    credentials: {
      appId: github.app.id,
      privateKey: github.app.privateKey,
      webhookSecret: github.app.webhookSecret,
      apiUrl: github.url,
    },
    host: options.host,
    port: options.port,
    store: parts.store,
    clock: options.clock,
    log: options.log,
    channels,
    tickEveryMs: 0,
    routes,
    onReceived: ({ ending }) => {
      if (ending === "applied") parts.onChange();
    },
  });
  return app;
}

/** The form's items are the operator's: whoever sits at this machine. */
async function fileAs(
  github: LocalGitHub,
  repo: string,
  { clock, log }: ControlRoomOptions,
  text: string,
): Promise<{ number: number; url: string }> {
  const operator = localUser(github, sampleFleetOptions.operator);
  const engine = await openEngine({
    request: (route, parameters) => operator.request(route, parameters),
    repo,
    login: sampleFleetOptions.operator,
    clock,
    log,
  });
  return await fileInboxItem({ forge: engine.forge, repo, text });
}

async function audit(
  { browser, clock, log, onStep }: ControlRoomOptions,
  url: string,
): Promise<AuditResult> {
  onStep(
    browser
      ? "Auditing the dashboard with a real browser, light and dark"
      : "Leaving the audit out: --no-browser",
  );
  const executablePath = browser ? findBrowsers()[0] : undefined;
  const why = browser ? noneFound : leftOut;
  const looking =
    executablePath === undefined ? blind(why) : await openBrowser({ executablePath, clock });
  if (browser && executablePath === undefined) log.warn("the audit is unknown", { why });
  try {
    return await auditPage({
      browser: looking,
      url: `${url}/mission-control/`,
      dataUrl: "/mission-control/data.json",
      clock,
    });
  } finally {
    await looking.close();
  }
}

const noneFound =
  "no Chrome or Chromium was found: install one, or run npx playwright install chromium";
const leftOut = "the page was not looked at: --no-browser leaves the audit out";

function blind(why: string) {
  return {
    look: () => Promise.reject(new OutsideError(why)),
    close: () => Promise.resolve(),
  };
}

async function writeReport(
  options: ControlRoomOptions,
  parts: { app: ServedApp; repo: string; audited: AuditResult; github: LocalGitHub },
): Promise<DailyReport> {
  const { clock, directory, onStep } = options;
  onStep("Writing the daily report");
  const engine = await parts.app.engineFor(parts.repo);
  for (const { name, png } of parts.audited.shots)
    await writeFile(join(directory, `${name}.png`), png);
  const report = await dailyReport({
    forge: engine.forge,
    clock,
    config: engine.policy.config,
    repo: parts.repo,
    audit: toAuditState(
      parts.audited,
      parts.audited.shots.map(({ name }) => `${name}.png`),
    ),
    screenshots: parts.audited.shots.map(({ name, png }) => ({ name: `${name}.png`, png })),
    requests: () => engineRequests(parts.github),
    random: Math.random,
    // Nobody sees the local GitHub's pages: the pictures lie beside the report.
    linkTo: (name) => basename(name),
  });
  await writeFile(join(directory, "report.md"), report.markdown);
  return report;
}
