import { audience } from "../core/alerts/audience.ts";
import { alertsTag, commentDigest } from "../core/alerts/comment.ts";
import { isQuiet } from "../core/alerts/quiet.ts";
import { byGravity } from "../core/alerts/severity.ts";
import { firstLookMark, isTold } from "../core/alerts/told.ts";
import type { Policy } from "../core/policy.ts";
import type { World } from "../core/world.ts";
import type { AlertState, TaskState } from "../schema/index.ts";
import { codeSpan, escapeMarkdown, markdownLink } from "./escape.ts";
import { commentTag } from "./notice.ts";

/** One comment that has to be written. */
export type AlertComment = {
  /** Of the task. */
  readonly id: string;
  readonly repo: string;
  readonly number: number;
  readonly body: string;
  /** What the task has to remember of it, with the number of the comment. */
  readonly digest: string;
  /** `create`: there is none yet. `find`: there is one, and only a read of the task tells its number. */
  readonly comment: number | "create" | "find";
};

/** GitHub takes 65,536 characters; what is left over is for the lines around the alerts. */
const maxEntries = 60_000;
const maxLogins = 20;
const maxLinks = 3;
const maxAddress = 500;

/**
 * The comments on tasks that do not say what the alerts say, at most one a task and none when nothing changed. They show
 * what is open and routed to `comment`; a task that never had one gets none to say that all is well. Nobody is told of what
 * is on no task, or on a task whose history was not read.
 *
 * Whoever writes one has to hold the claim on the issue, and to remember `{ id, digest }` as the task's `alerts_comment`
 * (`id` null when the answer does not tell it: the next read does). That is a change of the task like any other: left to
 * ride along with the next change it would be lost, and the comment written twice. When nothing could be written, nothing is
 * remembered and the next pass does it.
 *
 * In the quiet hours no new comment is written for severities they hold back, but one that stands is kept true: an edit
 * calls nobody again.
 */
export function alertComments(
  alerts: Readonly<Record<string, AlertState>>,
  world: World,
  policy: Policy,
  now: number,
): readonly AlertComment[] {
  const open = openByTask(alerts, world);
  const comments: AlertComment[] = [];
  for (const task of world.tasks.values()) {
    const all = open.get(task.id) ?? [];
    if (task.judged === null || (all.length === 0 && task.alerts_comment === null)) continue;
    const shown = all.filter((alert) => isShown(alert, policy)).toSorted(byGravity);
    const isNew = task.alerts_comment === null;
    if (isNew && shown.every((alert) => isHeldBack(alert, policy, now))) continue;
    const body = render(shown, all.length > 0, task, policy);
    const digest = commentDigest(body);
    if (task.alerts_comment?.digest === digest) continue;
    const { id, repo, number, alerts_comment: known } = task;
    comments.push({
      id,
      repo,
      number,
      body,
      digest,
      comment: known === null ? "create" : (known.id ?? "find"),
    });
  }
  return comments;
}

function openByTask(
  alerts: Readonly<Record<string, AlertState>>,
  world: World,
): ReadonlyMap<string, readonly AlertState[]> {
  const open = new Map<string, AlertState[]>();
  for (const alert of Object.values(alerts)) {
    if (alert.entity_type !== "task" || alert.resolved_at !== null) continue;
    if (!world.tasks.has(alert.entity_id)) continue;
    const others = open.get(alert.entity_id);
    if (others === undefined) open.set(alert.entity_id, [alert]);
    else others.push(alert);
  }
  return open;
}

function isShown({ severity }: AlertState, policy: Policy): boolean {
  return policy.config.alerts.routes[severity].includes("comment");
}

/** What was found on the first look is told elsewhere, with all the rest of it. */
function isHeldBack(alert: AlertState, policy: Policy, now: number): boolean {
  return isTold(alert, firstLookMark) || isQuiet(policy, alert.severity, now);
}

function render(
  shown: readonly AlertState[],
  isAnyOpen: boolean,
  task: TaskState,
  policy: Policy,
): string {
  const head = [commentTag(alertsTag), "### Alerts", ""];
  if (shown.length === 0) {
    const rest = isAnyOpen
      ? "Nothing is open that is told here. What else is open is in the daily report."
      : "All alerts on this task are resolved.";
    return [...head, rest].join("\n");
  }
  const entries: string[] = [];
  let length = 0;
  for (const alert of shown) {
    const entry = renderOne(alert, task, policy);
    if (length + entry.length > maxEntries) break;
    length += entry.length + 1;
    entries.push(entry);
  }
  const more = shown.length - entries.length;
  return [
    ...head,
    ...entries,
    ...(more > 0 ? [`- and ${more} more`] : []),
    "",
    "<sub>Mission Control edits this comment in place. `/ack` says that you have seen them all, `/ack <rule>` one of them.</sub>",
  ].join("\n");
}

function renderOne(alert: AlertState, task: TaskState, policy: Policy): string {
  const { severity, rule, acknowledged, flaps, opened_at } = alert;
  const back = flaps.at(-1);
  const whom = named(alert, task, policy);
  const links = alert.evidence
    .filter((address) => address !== task.url && isAddress(address))
    .slice(0, maxLinks)
    .map((address) => markdownLink(address, address, 100));
  return [
    `- **${severity.toUpperCase()}** ${escapeMarkdown(alert.title)}<br>${escapeMarkdown(alert.message, 600)}`,
    `Rule ${codeSpan(rule)}, open since ${opened_at}.`,
    ...(whom === "" ? [] : [`For ${whom}.`]),
    ...(links.length === 0 ? [] : [`Evidence: ${links.join(", ")}.`]),
    ...(back === undefined ? [] : [`It was gone and came back, last at ${back}.`]),
    ...(acknowledged === null
      ? []
      : [`Acknowledged by ${codeSpan(acknowledged.by)} at ${acknowledged.at}.`]),
  ].join("<br>");
}

function named(alert: AlertState, task: TaskState, policy: Policy): string {
  const { logins, others } = audience(alert, task, policy);
  return [
    ...logins.slice(0, maxLogins).map((login) => `@${login}`),
    ...others.slice(0, maxLogins).map((one) => codeSpan(one)),
  ].join(", ");
}

function isAddress(text: string): boolean {
  return text.length <= maxAddress && /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}
