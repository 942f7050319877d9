import type { Data } from "../schema/data.ts";
import { ageOf } from "./clock.ts";
import { byId, el, fill, keyed } from "./dom.ts";
import type { Child } from "./dom.ts";
import { spellInstant } from "./words.ts";

type Tile = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly note: readonly (string | Count)[];
  readonly tone: "plain" | "quiet" | "warning" | "failed";
  readonly since?: string;
};
type Count = { readonly count: string; readonly value: string };

export function drawSummary(data: Data): void {
  const { summary } = data;
  byId("verdict").dataset["health"] = summary.health;
  fill('[data-fact="health"]', summary.health);
  fill('[data-fact="why"]', summary.why);
  fill('[data-fact="repo"]', data.repo);
  fill('[data-fact="generated_at"]', spellInstant(data.generated_at));
  byId("age").replaceChildren(ageOf(data.generated_at, "ago"));
  keyed(byId("tiles"), tilesOf(data), (tile) => tile.id, drawTile);
  document.title = `${badge(summary.alerts.open)}Mission Control · ${summary.health}`;
}

function tilesOf(data: Data): readonly Tile[] {
  const { summary } = data;
  const { alerts, overdue } = summary;
  const count = (name: string, value: number): Count => ({ count: name, value: String(value) });
  return [
    { id: "tasks", label: "Tasks", value: String(summary.tasks), note: [], tone: "plain" },
    {
      id: "overdue",
      label: "Overdue",
      value: overdue === null ? "cannot judge" : String(overdue),
      note:
        overdue === null
          ? ["no open task has a deadline"]
          : ["of ", count("with_deadline", summary.with_deadline), " with a deadline"],
      tone: overdue === null ? "quiet" : overdue > 0 ? "failed" : "plain",
    },
    {
      id: "alerts:open",
      label: "Open alerts",
      value: String(alerts.open),
      note: [
        count("alerts:critical", alerts.critical),
        " critical, ",
        count("alerts:urgent", alerts.urgent),
        " urgent",
      ],
      tone: alerts.critical > 0 ? "failed" : alerts.open > 0 ? "warning" : "plain",
    },
    {
      id: "untriaged",
      label: "Oldest untriaged",
      value: summary.untriaged_oldest === null ? "none" : "",
      note: [],
      tone: summary.untriaged_oldest === null ? "quiet" : "plain",
      ...(summary.untriaged_oldest === null ? {} : { since: summary.untriaged_oldest }),
    },
    {
      id: "mode",
      label: "Mode",
      value: summary.mode ?? "none",
      note: [],
      tone: summary.mode === null ? "quiet" : "plain",
    },
    {
      id: "cost",
      label: "Cost today",
      value: summary.cost_today === null ? "unknown" : `$${summary.cost_today.toFixed(2)}`,
      note: [summary.cost_today === null ? "nobody has reported any" : "as reported"],
      tone: summary.cost_today === null ? "quiet" : "plain",
    },
  ];
}

function drawTile(tile: Tile): HTMLElement {
  const isCount = !["untriaged", "mode", "cost"].includes(tile.id);
  const locate = isCount ? { "data-count": tile.id } : { "data-fact": tile.id };
  const value: Child = tile.since === undefined ? tile.value : ageOf(tile.since);
  const isWords = !/^\d*$/.test(tile.value);
  return el(
    "div",
    { class: "tile", "data-tone": tile.tone },
    el("dt", {}, tile.label),
    el(
      "dd",
      {},
      el("span", { class: isWords ? "tile-value words" : "tile-value", ...locate }, value),
      tile.note.length === 0
        ? null
        : el(
            "span",
            { class: "tile-note" },
            ...tile.note.map((part) =>
              typeof part === "string"
                ? part
                : el("span", { "data-count": part.count }, part.value),
            ),
          ),
    ),
  );
}

function badge(open: number): string {
  return open === 0 ? "" : `(${open}) `;
}
