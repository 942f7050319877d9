import { didYouMean } from "../../core/documents/nearest.ts";
import { UserError } from "../../errors.ts";
import { type Column, renderRows, type Row, type RowFormat } from "../../render/rows.ts";
import {
  type AgentState,
  agentStatuses,
  type AlertState,
  domains,
  type Event,
  eventTypes,
  healths,
  kinds,
  priorities,
  severities,
  type State,
  statuses,
  type TaskState,
} from "../../schema/index.ts";

export type ListKind = "tasks" | "agents" | "alerts" | "events";
type Options = Readonly<Record<string, unknown>>;

/** One filter: the option of this name takes words separated by commas, from `known` where that is closed. */
type Filter<T> = {
  readonly at: (row: T) => string | null;
  readonly known?: readonly string[];
};

type Listing = {
  /** Throws UserError for a word no row can ever have. */
  readonly check: (options: Options) => void;
  readonly select: (
    state: State,
    events: readonly Event[],
    options: Options,
    limit: number,
  ) => { readonly rows: readonly Row[]; readonly text: (format: RowFormat) => string };
};

const tasks = listing<TaskState>({
  rows: (state) =>
    Object.values(state.tasks).toSorted(
      (a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status) || a.number - b.number,
    ),
  filters: {
    status: { at: ({ status }) => status, known: statuses },
    owner: { at: ({ owner }) => owner },
    project: { at: ({ project }) => project },
    priority: { at: ({ priority }) => priority, known: priorities },
    kind: { at: ({ kind }) => kind, known: kinds },
    domain: { at: ({ domain }) => domain, known: domains },
  },
  columns: [
    { name: "task", at: ({ number }) => `#${number}` },
    { name: "status", at: ({ status }) => status },
    { name: "priority", at: ({ priority }) => priority },
    { name: "owner", at: ({ owner }) => owner, max: 24 },
    { name: "project", at: ({ project }) => project, max: 20 },
    { name: "due", at: ({ due }) => due },
    { name: "since", at: ({ since }) => since },
    { name: "title", at: ({ title }) => title },
  ],
});

const agents = listing<AgentState>({
  rows: (state) => Object.values(state.agents),
  filters: {
    status: { at: ({ observed }) => observed, known: agentStatuses },
    health: { at: ({ health }) => health, known: healths },
  },
  columns: [
    { name: "agent", at: ({ id }) => id },
    { name: "role", at: ({ role }) => role, max: 20 },
    { name: "desired", at: ({ desired }) => desired },
    { name: "observed", at: ({ observed }) => observed },
    { name: "health", at: ({ health }) => health },
    { name: "task", at: ({ current_task }) => current_task },
    { name: "last seen", at: ({ last_seen }) => last_seen },
    { name: "sign", at: ({ last_sign }) => last_sign, max: 40 },
  ],
});

const alerts = listing<AlertState>({
  rows: (state, _events, options) =>
    Object.values(state.alerts)
      .filter(({ resolved_at }) => options["all"] === true || resolved_at === null)
      .toSorted(
        (a, b) =>
          severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
          Date.parse(b.opened_at) - Date.parse(a.opened_at),
      ),
  filters: {
    severity: { at: ({ severity }) => severity, known: severities },
    rule: { at: ({ rule }) => rule },
  },
  columns: [
    { name: "severity", at: ({ severity }) => severity },
    { name: "rule", at: ({ rule }) => rule },
    { name: "about", at: ({ entity_id }) => entity_id },
    { name: "opened", at: ({ opened_at }) => opened_at },
    { name: "resolved", at: ({ resolved_at }) => resolved_at },
    { name: "title", at: ({ title }) => title },
  ],
});

const events = listing<Event>({
  rows: (_state, newest) =>
    newest.toSorted((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp)),
  filters: {
    type: { at: ({ type }) => type, known: eventTypes },
    entity: { at: ({ entity_id }) => entity_id },
  },
  columns: [
    { name: "time", at: ({ timestamp }) => timestamp },
    { name: "type", at: ({ type }) => type },
    { name: "entity", at: ({ entity_id }) => entity_id },
    { name: "message", at: ({ message }) => message, max: 100 },
  ],
});

export const listings = { tasks, agents, alerts, events } as const satisfies Record<
  ListKind,
  Listing
>;

function listing<T extends Row>(parts: {
  readonly rows: (state: State, events: readonly Event[], options: Options) => readonly T[];
  readonly filters: Readonly<Record<string, Filter<T>>>;
  readonly columns: readonly Column<T>[];
}): Listing {
  const filters = Object.entries(parts.filters);
  return {
    check: (options) => {
      for (const [name, { known }] of filters) {
        if (known !== undefined)
          for (const word of wordsOf(options[name])) demand(name, word, known);
      }
    },
    select: (state, newest, options, limit) => {
      const rows = parts
        .rows(state, newest, options)
        .filter((row) =>
          filters.every(([name, { at }]) => {
            const words = wordsOf(options[name]);
            return words.length === 0 || words.includes((at(row) ?? "none").toLowerCase());
          }),
        )
        .slice(0, limit);
      return { rows, text: (format) => renderRows(rows, parts.columns, format) };
    },
  };
}

function wordsOf(option: unknown): readonly string[] {
  if (typeof option !== "string") return [];
  return option
    .split(",")
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== "");
}

/** `none` asks for rows that have no value there. */
function demand(name: string, word: string, known: readonly string[]): void {
  if (word === "none" || known.includes(word)) return;
  throw new UserError(
    `--${name} ${word}: expected one of ${known.join(", ")}, or none${didYouMean(word, known)}`,
  );
}
