import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { findBrowsers } from "../adapters/playwright/find-browser.mjs";
import { openBrowser } from "../adapters/playwright/browser.ts";
import { redisChannel } from "../adapters/redis/channel.ts";
import { telegramChannel } from "../adapters/telegram/channel.ts";
import { reads } from "../adapters/github/wire.ts";
import { type AuditResult, auditPage, toAuditState } from "../app/audit.ts";
import { dataPath, readDataBranch } from "../app/data-branch.ts";
import { fileInboxItem } from "../app/inbox.ts";
import { type DailyReport, dailyReport } from "../app/report.ts";
import type { Ticked } from "../app/tick.ts";
import { buildWeb } from "../build/web.ts";
import { openEngine } from "../entry/engine.ts";
import { type ServedApp, serveApp } from "../entry/probot/serve.ts";
import { pageRoutes } from "../entry/server/pages.ts";
import { webhookPath } from "../entry/probot/webhooks.ts";
import { OutsideError } from "../errors.ts";
import type { Channel, Clock, Log } from "../ports.ts";
import { Data } from "../schema/index.ts";
import { startBus } from "./bus.ts";
import { countInState, countOnGitHub, countOnPage, sameCounts } from "./counts.ts";
import { type LocalGitHub, startLocalGitHub } from "./github/index.ts";
import type { ControlRoomResult } from "./result.ts";
import { sampleFleetOptions, seedSampleFleet } from "./sample-fleet/index.ts";
import { localUser, tellStory, type Told } from "./story.ts";
import { startTelegram } from "./telegram.ts";

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
  /** From now on a tick follows every change, and the clock. */
  readonly keepRunning: () => void;
  readonly close: () => Promise<void>;
};

const tickEveryMs = 60_000;
const tickAfterMs = 400;

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
    const store = join(options.directory, "local.sqlite");
    // The local GitHub begins anew each time; what an earlier one's store remembers is about other issues.
    for (const ending of ["", "-wal", "-shm"]) await rm(`${store}${ending}`, { force: true });
    const [github, bus, telegram, web] = await Promise.all([
      startLocalGitHub({ ...sampleFleetOptions, reads }),
      startBus(),
      startTelegram(),
      buildWeb(),
    ]);
    closing.push(github.close, bus.close, telegram.close);
    const repo = sampleFleetOptions.repo;
    const channels: readonly Channel[] = [
      redisChannel(bus.url, { stream: "mission-control:alerts", maxLength: 10_000, log: options.log }),
      telegramChannel({ token: telegram.token, chat: telegram.chat, apiRoot: telegram.apiRoot }),
    ];
    for (const channel of channels) closing.push(channel.close);

    const later = laterTick(options);
    const app = await startApp(options, { github, repo, store, channels, web, onChange: later.wake });
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
    onStep(`${first.tasks.length} tasks judged, ${first.tasks.flatMap(({ writes }) => writes).length} writes, ${first.commit?.events ?? 0} events committed`);
    const told = await tellStory(github, repo, fleet.cast, ({ said, status }) => onStep(`  ${said}  → ${status}`));
    const second = await app.tick(repo);
    await github.idle();

    const audited = await audit(options, app.url);
    const report = await writeReport(options, { app, repo, audited, github });
    const result = await resultOf(options, {
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
    closing.push(() => rm(join(options.directory, "local.json"), { force: true }));
    return { result, url: `${app.url}/mission-control/`, keepRunning: later.start, close };
  } catch (error) {
    await close();
    throw error;
  }
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
      return (await engine?.forge.readFile(repo, engine.policy.config.data_branch, dataPath)) ?? null;
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

async function audit({ browser, clock, log, onStep }: ControlRoomOptions, url: string): Promise<AuditResult> {
  onStep("Auditing the dashboard with a real browser, light and dark");
  const executablePath = browser ? findBrowsers()[0] : undefined;
  const looking =
    executablePath === undefined ? missingBrowser() : await openBrowser({ executablePath, clock });
  if (executablePath === undefined) log.warn("no browser was found: the audit is unknown");
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

function missingBrowser() {
  return {
    look: () => Promise.reject(new OutsideError("no Chrome or Chromium was found: install one, or run npx playwright install chromium")),
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
  for (const { name, png } of parts.audited.shots) await writeFile(join(directory, `${name}.png`), png);
  const report = await dailyReport({
    forge: engine.forge,
    clock,
    config: engine.policy.config,
    repo: parts.repo,
    audit: toAuditState(parts.audited, parts.audited.shots.map(({ name }) => `${name}.png`)),
    screenshots: parts.audited.shots.map(({ name, png }) => ({ name: `${name}.png`, png })),
    requests: () => engineRequests(parts.github),
    random: Math.random,
    // Nobody sees the local GitHub's pages: the pictures lie beside the report.
    linkTo: (name) => basename(name),
  });
  await writeFile(join(directory, "report.md"), report.markdown);
  return report;
}

type Parts = {
  readonly app: ServedApp;
  readonly github: LocalGitHub;
  readonly repo: string;
  readonly ticks: readonly Ticked[];
  readonly told: readonly Told[];
  readonly audited: AuditResult;
  readonly report: DailyReport;
  readonly seconds: number;
};

async function resultOf(options: ControlRoomOptions, parts: Parts): Promise<ControlRoomResult> {
  const { app, github, repo, ticks, audited, report } = parts;
  const { forge, policy } = await app.engineFor(repo);
  const branch = policy.config.data_branch;
  const { state } = await readDataBranch(forge, repo, branch);
  const data = Data.parse(JSON.parse((await forge.readFile(repo, branch, dataPath)) ?? "null"));
  const counts = {
    github: await countOnGitHub(forge, repo),
    snapshot: countInState(state),
    data: data.summary.by_status,
    page: countOnPage(audited.seen),
  };
  const seen = counts.page === null ? [] : [counts.page];
  const agree = sameCounts([counts.github, counts.snapshot, counts.data, ...seen]);
  const left = ticks.flatMap((one) => one.left);
  const failed = ticks.flatMap((one) => one.alerts.failed);
  const reason = reasonOf(left.length, failed.length, audited.verdict, agree);
  const commit = ticks.findLast((one) => one.commit !== null)?.commit;
  const [shot] = audited.shots;
  return {
    ok: reason === "done",
    reason,
    exit_code: reason === "done" ? 0 : 3,
    repo,
    dashboard: `${app.url}/mission-control/`,
    github: github.url,
    commit: { sha: commit?.sha ?? "", branch, files: commit?.files ?? [] },
    screenshot:
      shot === undefined || report.screenshotUrl === null
        ? null
        : {
            file: join(options.directory, `${shot.name}.png`),
            branch: policy.config.screenshot_branch,
            url: report.screenshotUrl,
          },
    report: { path: report.path, file: join(options.directory, "report.md"), commit: report.commit?.sha ?? "" },
    by_status: { ...counts, agree },
    audit: {
      verdict: audited.verdict,
      checks: audited.checks,
      findings: audited.findings.map(({ code, message }) => ({ code, message })),
    },
    alerts: ticks.flatMap((one) => one.alerts.sent),
    story: parts.told,
    requests: { engine: engineRequests(github), all: github.requests() },
    violations: github.violations().map(({ method, path, message }) => `${method} ${path}: ${message}`),
    seconds: Math.round(parts.seconds * 10) / 10,
  };
}

function reasonOf(
  left: number,
  failed: number,
  verdict: AuditResult["verdict"],
  agree: boolean,
): ControlRoomResult["reason"] {
  if (left > 0) return "incomplete";
  if (failed > 0) return "alert-failed";
  if (verdict === "unknown") return "audit-unknown";
  if (verdict === "failed") return "audit-failed";
  return agree ? "done" : "counts-differ";
}

function engineRequests(github: LocalGitHub): number {
  return github.requestLog().filter(({ login }) => login === github.app.login).length;
}

/** One tick shortly after a change, however many changes there are, and one when time alone may have changed something. */
function laterTick({ clock, log }: ControlRoomOptions) {
  let run: (() => Promise<Ticked>) | null = null;
  let isOn = false;
  let timer: NodeJS.Timeout | null = null;
  let last: Promise<void> = Promise.resolve();
  const plan = (ms: number) => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(tickOnce);
    }, ms);
  };
  const tickOnce = async () => {
    if (!isOn || run === null) return;
    try {
      const { commit } = await run();
      if (commit !== null) log.info("committed", { events: commit.events, at: new Date(clock.now()).toISOString() });
    } catch (error) {
      log.error("tick failed", { error: error instanceof Error ? error.message : String(error) });
    }
    if (isOn) plan(tickEveryMs);
  };
  return {
    set: (tick: () => Promise<Ticked>) => {
      run = tick;
    },
    start: () => {
      isOn = true;
      plan(tickEveryMs);
    },
    wake: () => {
      if (isOn) plan(tickAfterMs);
    },
    stop: async () => {
      isOn = false;
      if (timer !== null) clearTimeout(timer);
      await last;
    },
  };
}
