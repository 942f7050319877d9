import { toInstant } from "../core/instant.ts";
import { onClock } from "../core/rules/routine-missed.ts";
import type { Entities } from "../core/state/entities.ts";
import { UserError } from "../errors.ts";
import type { Clock, Forge } from "../ports.ts";
import { newestAudits } from "../render/health.ts";
import { renderReport } from "../render/report.ts";
import {
  type AuditState,
  type Config,
  type Event,
  Report,
  type RoutineState,
  type State,
} from "../schema/index.ts";
import { readDayEvents } from "./day-events.ts";
import { commitState, type Committed } from "./commit-state.ts";
import type { DataBranch } from "./data-branch.ts";
import { checkWriter, readOwnBranch } from "./own-branch.ts";

/** `name` is the file's, with its ending: `laptop-light.png`. */
export type Screenshot = { readonly name: string; readonly png: Uint8Array };

export type ReportRequest = {
  readonly forge: Forge;
  readonly clock: Clock;
  readonly config: Config;
  readonly repo: string;
  /** The audit to be recorded with the report; null: the newest one of the snapshot is told of. */
  readonly audit: AuditState | null;
  /** Pictures of that audit; the first one is shown. */
  readonly screenshots: readonly Screenshot[];
  /** GitHub requests made so far, asked when the report is written; null: nobody counts. */
  readonly requests: () => number | null;
  readonly random: () => number;
  /** The day, `YYYY-MM-DD`; today in the configured zone when left out. */
  readonly date?: string;
  /** The events of the day; those of the data branch when left out. */
  readonly events?: readonly Event[];
  /** Where GitHub's pages are: `https://github.com`, when left out. */
  readonly serverUrl?: string;
  /** The address of a picture, where it is not GitHub that shows the report. */
  readonly linkTo?: (name: string) => string;
};

export type DailyReport = {
  readonly path: string;
  readonly markdown: string;
  readonly json: Report;
  /** Where the picture is; null when there is none. */
  readonly screenshotUrl: string | null;
  /** null: the same report was there already. */
  readonly commit: Committed | null;
};

/** The snapshot keeps so many; what goes stays in the events. */
const keptAudits = 30;
const keptReports = 90;

/**
 * Writes the daily report: the pictures on their own branch, then the report, its data, and the change of the snapshot in
 * one commit on the data branch. A second run on the same day replaces the day's report.
 */
export async function dailyReport(request: ReportRequest): Promise<DailyReport> {
  const { forge, config, repo } = request;
  const date = dateOf(request);
  const path = `reports/${date.replaceAll("-", "/")}.md`;
  const branch = await readOwnBranch(request);
  await checkWriter(request, branch);
  const links = await publishScreenshots(request, date);
  const audit = request.audit === null ? null : { ...request.audit, screenshots: [...links] };
  const previous = await previousReport(request, branch, path);
  const earlier =
    request.events ??
    (await readDayEvents(forge, repo, branch.head, { date, zone: config.timezone }));
  let written: { markdown: string; json: Report } | null = null;
  let shot: string | null = null;

  const commit = await commitState(
    request,
    branch,
    (state) => withReport(state, audit, config, { path, date, at: toInstant(request.clock.now()) }),
    () => `Report on ${date}`,
    (data, state, recorded) => {
      const told = audit ?? newestAudit(state);
      shot = told?.screenshots[0] ?? null;
      written = renderReport({
        state,
        data,
        audit: told,
        previous,
        screenshot: shot === null ? null : { markdownUrl: shot },
        requests: request.requests(),
        date,
        zone: config.timezone,
        config,
        events: [...earlier, ...recorded].filter((event) => !isOfItself(event, date)),
      });
      return [
        { path, content: written.markdown },
        { path: jsonPath(path), content: `${JSON.stringify(written.json, null, 1)}\n` },
      ];
    },
  );
  const report = written ?? (await standing(request, path));
  return { path, ...report, screenshotUrl: shot ?? report.json.screenshot, commit };
}

function dateOf({ date, clock, config }: ReportRequest): string {
  if (date === undefined) {
    return new Intl.DateTimeFormat("en-CA", { timeZone: config.timezone }).format(clock.now());
  }
  const isDay = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));
  if (isDay && toInstant(Date.parse(date)).startsWith(date)) return date;
  throw new UserError(`the date ${JSON.stringify(date)}: expected a day such as 2026-11-21`);
}

/**
 * One orphan commit holds the newest pictures, so they take bounded space. They lie below their day: a report whose
 * picture is gone shows none, never another day's.
 */
async function publishScreenshots(
  request: ReportRequest,
  date: string,
): Promise<readonly string[]> {
  const { forge, repo, config, screenshots } = request;
  if (screenshots.length === 0) return [];
  const branch = config.screenshot_branch;
  const files = screenshots.map(({ name, png }) => ({ path: `${date}/${name}`, content: png }));
  await forge.replaceBranch(repo, branch, `Screenshots of ${date}`, files);
  const server = (request.serverUrl ?? "https://github.com").replace(/\/+$/, "");
  const onGitHub = (name: string) => `${server}/${repo}/raw/${encodeURI(branch)}/${date}/${name}`;
  const link = request.linkTo ?? onGitHub;
  return screenshots.map(({ name }) => link(name));
}

function withReport(
  state: State,
  audit: AuditState | null,
  config: Config,
  { path, date, at }: { path: string; date: string; at: string },
): Entities {
  const id = reportId(date);
  const output = { id, type: "report", title: `Daily report of ${date}`, location: path, at };
  const outputs = { ...state.outputs, [id]: output };
  const audits = audit === null ? state.audits : { ...state.audits, [audit.id]: audit };
  return {
    ...state,
    audits: newestOf(audits, keptAudits, () => true),
    outputs: newestOf(outputs, keptReports, ({ type }) => type === "report"),
    routines: { ...state.routines, ...reportRoutines(config, audit, { path, at }) },
  };
}

/** Expected again from the first one on: a room that makes none on a schedule says so in its configuration. */
function reportRoutines(
  { rules }: Config,
  audit: AuditState | null,
  { path, at }: { path: string; at: string },
): State["routines"] {
  const { report_hours, audit_hours } = rules.routine_missed;
  const report = ranRoutine("report", "Daily report", report_hours, at);
  const one = { ...report, desired: "written", result: path };
  if (audit === null) return { report: one };
  const look = ranRoutine("audit", "Audit", audit_hours, audit.at);
  const isBlind = audit.verdict === "unknown";
  const health = isBlind ? "warning" : "healthy";
  const other = { ...look, desired: "judged", result: audit.verdict, health } as const;
  return { report: one, audit: other };
}

function ranRoutine(id: string, name: string, hours: number | null, at: string): RoutineState {
  return {
    id,
    name,
    ...onClock(hours),
    desired: "done",
    last_run: at,
    result: null,
    failures: 0,
    health: "healthy",
  };
}

/** That there is a report is no news in it. */
function isOfItself({ entity_type, entity_id }: Event, date: string): boolean {
  return entity_type === "routine" ? entity_id === "report" : entity_id === reportId(date);
}

function reportId(date: string): string {
  return `report:${date}`;
}

/** Without the oldest of those `counted`, down to `limit`. */
function newestOf<T extends { readonly id: string; readonly at: string }>(
  all: Readonly<Record<string, T>>,
  limit: number,
  counted: (item: T) => boolean,
): Record<string, T> {
  const gone = new Set(
    Object.values(all)
      .filter(counted)
      .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
      .slice(limit)
      .map(({ id }) => id),
  );
  return Object.fromEntries(Object.entries(all).filter(([id]) => !gone.has(id)));
}

function newestAudit(state: State): AuditState | null {
  const newest = newestAudits(state).toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return newest[0] ?? null;
}

/** The report before this one, as the snapshot remembers it; null when there is none that can be read. */
async function previousReport(
  { forge, repo }: ReportRequest,
  { head, state }: DataBranch,
  path: string,
): Promise<Report | null> {
  const earlier = Object.values(state.outputs)
    .filter(({ type, location }) => type === "report" && location < path)
    .toSorted((a, b) => (a.location < b.location ? 1 : -1))[0];
  if (head === null || earlier === undefined) return null;
  return parseReport(await forge.readFile(repo, head, jsonPath(earlier.location)));
}

/** What stands on the branch when there was nothing new to be written. */
async function standing(
  { forge, repo, config }: ReportRequest,
  path: string,
): Promise<{ markdown: string; json: Report }> {
  const [markdown, json] = await Promise.all([
    forge.readFile(repo, config.data_branch, path),
    forge.readFile(repo, config.data_branch, jsonPath(path)),
  ]);
  const report = parseReport(json);
  if (markdown !== null && report !== null) return { markdown, json: report };
  throw new Error(`${path} is in the snapshot and not on ${config.data_branch}`);
}

function jsonPath(path: string): string {
  return path.replace(/\.md$/, ".json");
}

/** null for a report of another version, too: its findings then count as new. */
function parseReport(text: string | null): Report | null {
  if (text === null) return null;
  try {
    return Report.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
