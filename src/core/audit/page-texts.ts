import { statuses } from "../../schema/index.ts";
import type { Data, Status } from "../../schema/index.ts";
import type { AuditFinding } from "./finding.ts";
import { listedTexts } from "./workstream-texts.ts";

/** Columns whose cards are on the page at laptop size without a click; the page may fold the others. */
const alwaysOpen = [
  "inbox",
  "triaged",
  "planned",
  "assigned",
  "active",
  "blocked",
  "review",
] as const satisfies readonly Status[];
/** The page draws so many cards of a column before somebody asks for more. */
const cardsDrawn = 60;

type Expected = {
  readonly selector: string;
  readonly path: string;
  /** null: with this data the page shows nothing here. */
  readonly value: (data: Data) => string | null;
};

type Entry = readonly [name: string, expected: Expected];

function count(name: string, path: string, value: Expected["value"]): Entry {
  return [name, { selector: `[data-count="${name}"]`, path, value }];
}

function fact(name: string, path: string, value: Expected["value"]): Entry {
  return [name, { selector: `[data-fact="${name}"]`, path, value }];
}

/** Every single thing the page says, where it says it, and what the data wants there. */
const expected: ReadonlyMap<string, Expected> = new Map<string, Expected>([
  ...statuses.map((status) =>
    count(`status:${status}`, `$.summary.by_status.${status}`, (data) =>
      String(data.summary.by_status[status]),
    ),
  ),
  count("tasks", "$.summary.tasks", (data) => String(data.summary.tasks)),
  count("overdue", "$.summary.overdue", (data) =>
    data.summary.overdue === null ? "cannot judge" : String(data.summary.overdue),
  ),
  count("with_deadline", "$.summary.with_deadline", (data) =>
    data.summary.overdue === null ? null : String(data.summary.with_deadline),
  ),
  count("alerts:open", "$.summary.alerts.open", (data) => String(data.summary.alerts.open)),
  count("alerts:critical", "$.summary.alerts.critical", (data) =>
    String(data.summary.alerts.critical),
  ),
  count("alerts:urgent", "$.summary.alerts.urgent", (data) => String(data.summary.alerts.urgent)),
  count("mismatches", "$.mismatches", (data) => String(data.mismatches.length)),
  count("agents", "$.agents.items", (data) => String(data.agents.items.length)),
  count("workstreams", "$.workstreams.items", (data) => String(data.workstreams.items.length)),
  count("outputs", "$.outputs.items", (data) => String(data.outputs.items.length)),
  fact("repo", "$.repo", (data) => data.repo),
  fact("health", "$.summary.health", (data) => data.summary.health),
  fact("why", "$.summary.why", (data) => data.summary.why),
  fact("mode", "$.summary.mode", (data) => data.summary.mode ?? "none"),
  fact("generated_at", "$.generated_at", (data) => spellInstant(data.generated_at)),
]);

/** What has to be read from the page, by name. */
export function textSelectors(): Record<string, string> {
  const selectors: Record<string, string> = {};
  for (const [name, { selector }] of expected) selectors[name] = selector;
  for (const status of alwaysOpen)
    selectors[`cards:${status}`] = `[data-column="${status}"] [data-number]`;
  for (const [name, { selector }] of listedTexts) selectors[name] = selector;
  return selectors;
}

/** Where what a person sees differs from the data that the page itself loaded. */
export function compareTexts(
  data: Data,
  texts: Readonly<Record<string, readonly string[]>>,
): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  for (const [name, { selector, path, value }] of expected) {
    const wanted = value(data);
    const seen = texts[name] ?? [];
    if (wanted === null && seen.length === 0) continue;
    const found = compareOne(name, selector, path, wanted, seen);
    if (found !== null) findings.push(found);
  }
  for (const status of alwaysOpen) {
    const found = compareCards(data, status, texts[`cards:${status}`] ?? []);
    if (found !== null) findings.push(found);
  }
  for (const [name, { selector, path, values }] of listedTexts) {
    const found = compareList(name, selector, path, values(data), texts[name] ?? []);
    if (found !== null) findings.push(found);
  }
  return findings;
}

/** Things of which the page says one after the other, in the order of the data. */
function compareList(
  name: string,
  selector: string,
  path: string,
  wanted: readonly string[],
  seen: readonly string[],
): AuditFinding | null {
  const isAll = seen.length === wanted.length;
  if (isAll && seen.every((text, index) => isSame(text, wanted[index] ?? null))) return null;
  const isUnseen = seen.length === 0;
  return {
    check: "counts",
    code: isUnseen ? "not-found" : "differs",
    severity: isUnseen ? "warning" : "urgent",
    message: isUnseen
      ? `Nobody can see ${name} on the page`
      : `The page does not say of ${name} what its data says`,
    path: selector,
    evidence: [path],
    expected: [...wanted],
    actual: [...seen],
  };
}

function compareOne(
  name: string,
  selector: string,
  path: string,
  wanted: string | null,
  seen: readonly string[],
): AuditFinding | null {
  const about = { check: "counts" as const, path: selector, evidence: [path], expected: wanted };
  const shown = seen[0];
  if (shown === undefined) {
    return {
      ...about,
      code: "not-found",
      severity: "warning",
      message: `Nobody can see ${name} on the page`,
    };
  }
  const other = seen.find((text) => !isSame(text, wanted));
  if (other !== undefined) {
    return {
      ...about,
      code: "differs",
      severity: "urgent",
      message: `The page does not say of ${name} what its data says`,
      actual: other,
    };
  }
  if (seen.length > 1) {
    return {
      ...about,
      code: "said-twice",
      severity: "warning",
      message: `The page says ${name} in ${seen.length} places`,
      actual: shown,
    };
  }
  return null;
}

function compareCards(data: Data, status: Status, seen: readonly string[]): AuditFinding | null {
  const numbers = data.tasks.items
    .filter((task) => task.status === status)
    .map((task) => `#${task.number}`);
  const about = {
    check: "counts" as const,
    path: `[data-column="${status}"] [data-number]`,
    evidence: [`$.tasks.items[?(@.status=="${status}")]`],
  };
  if (numbers.length > 0 && seen.length === 0) {
    return {
      ...about,
      code: "not-found",
      severity: "warning",
      message: `Nobody can see the cards in ${status}`,
      expected: numbers.length,
    };
  }
  const due = Math.min(numbers.length, cardsDrawn);
  const strangers = seen.filter((number) => !numbers.includes(number));
  if (seen.length === due && strangers.length === 0 && new Set(seen).size === seen.length)
    return null;
  return {
    ...about,
    code: "differs",
    severity: "urgent",
    message: `The cards in ${status} are not the tasks in ${status}`,
    expected: due === numbers.length ? numbers : `${due} of ${numbers.length} tasks`,
    actual: [...seen],
  };
}

/** The page may set a word in capitals; what it says stays the same. */
function isSame(text: string, wanted: string | null): boolean {
  return wanted !== null && text.toLowerCase() === wanted.replace(/\s+/g, " ").trim().toLowerCase();
}

function spellInstant(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
