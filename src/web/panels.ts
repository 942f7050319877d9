import type { Data, DataTask } from "../schema/data.ts";
import { ageOf, now } from "./clock.ts";
import { byId, el, fill, keyed, link, setText } from "./dom.ts";
import type { Child } from "./dom.ts";
import { spellClock } from "./words.ts";

/** Every list beside the board. */
export function drawPanels(data: Data): void {
  const tasks = new Map(data.tasks.items.map((task) => [task.id, task]));
  drawMismatches(data);
  drawAlerts(data, tasks);
  drawAgents(data, tasks);
  drawRoutines(data);
  drawAudits(data);
  drawOutputs(data);
  drawEvents(data, tasks);
}

function drawMismatches(data: Data): void {
  fill('[data-count="mismatches"]', String(data.mismatches.length));
  keyed(
    byId("mismatches"),
    data.mismatches,
    (item) => item.entity_id,
    (item) =>
      row(
        item.health,
        el("span", { class: "row-name" }, item.entity_id),
        el(
          "span",
          { class: "row-words" },
          el("span", { class: "want" }, "should be ", el("b", {}, spell(item.desired))),
          el("span", { class: "arrow", "aria-hidden": "true" }),
          el("span", { class: "have" }, "is ", el("b", {}, spell(item.observed))),
        ),
      ),
  );
  sayNone("mismatches", data.mismatches.length, "Everything observed is as desired.");
}

function drawAlerts(data: Data, tasks: ReadonlyMap<string, DataTask>): void {
  const open = data.alerts.items.filter((alert) => alert.resolved_at === null);
  const resolved = data.alerts.items.length - open.length;
  setText(byId("alerts-note"), resolved === 0 ? "" : `${resolved} resolved`);
  keyed(
    byId("alerts"),
    open.map((alert) => ({ alert, url: tasks.get(alert.entity_id)?.url ?? "" })),
    ({ alert }) => alert.id,
    ({ alert, url }) =>
      row(
        { critical: "failed", urgent: "failed", warning: "warning", info: "unknown" }[
          alert.severity
        ],
        el(
          "span",
          { class: "row-name" },
          el("span", { class: "severity", "data-severity": alert.severity }, alert.severity),
          " ",
          link(url, {}, alert.title),
        ),
        el("span", { class: "row-words" }, alert.message),
        el("span", { class: "row-end" }, ageOf(alert.opened_at)),
      ),
  );
  sayNone("alerts", open.length, "No open alerts.");
}

function drawAgents(data: Data, tasks: ReadonlyMap<string, DataTask>): void {
  fill('[data-count="agents"]', String(data.agents.items.length));
  keyed(
    byId("agents"),
    data.agents.items.map((agent) => ({
      agent,
      task: taskOf(agent.current_task, tasks),
      isWrong: data.mismatches.some((mismatch) => mismatch.entity_id === `agent:${agent.id}`),
    })),
    ({ agent }) => agent.id,
    ({ agent, task, isWrong }) =>
      row(
        agent.health,
        el("span", { class: "row-name" }, agent.name, el("span", { class: "role" }, agent.role)),
        el(
          "span",
          { class: "row-words" },
          agent.observed === null ? el("i", {}, "not seen yet") : spell(agent.observed),
          task === null ? null : " on ",
          task === null ? null : link(task.url, { title: task.title }, `#${task.number}`),
          agent.health === "stale"
            ? ", silent"
            : isWrong
              ? `, should be ${spell(agent.desired)}`
              : null,
        ),
        el(
          "span",
          { class: "row-end", title: agent.last_sign },
          agent.last_seen === null ? "never" : ageOf(agent.last_seen),
        ),
      ),
  );
  sayNone("agents", data.agents.items.length, "No agents are registered.");
}

function drawRoutines(data: Data): void {
  keyed(
    byId("routines"),
    data.routines.items,
    (routine) => routine.id,
    (routine) =>
      row(
        routine.health,
        el(
          "span",
          { class: "row-name" },
          routine.name,
          el("span", { class: "role" }, routine.schedule),
        ),
        el("span", { class: "row-words" }, routine.result ?? "no result yet"),
        el(
          "span",
          { class: "row-end" },
          routine.last_run === null ? "never" : ageOf(routine.last_run),
        ),
      ),
  );
}

function drawAudits(data: Data): void {
  keyed(
    byId("audits"),
    data.audits.items.slice(0, 5),
    (audit) => audit.id,
    (audit) =>
      row(
        audit.verdict,
        el("span", { class: "row-name" }, "Audit", el("span", { class: "role" }, audit.target)),
        el(
          "span",
          { class: "row-words" },
          audit.findings.length === 0
            ? Object.keys(audit.checks).join(", ")
            : `${audit.findings.length} ${audit.findings.length === 1 ? "finding" : "findings"}: ${audit.findings[0]?.message ?? ""}`,
        ),
        el("span", { class: "row-end" }, ageOf(audit.at)),
      ),
  );
  sayNone("audits", data.audits.items.length, "No audit has run yet.");
}

function drawOutputs(data: Data): void {
  fill('[data-count="outputs"]', String(data.outputs.items.length));
  keyed(
    byId("outputs"),
    data.outputs.items.slice(0, 12),
    (output) => output.id,
    (output) =>
      el(
        "li",
        { class: "row plain" },
        el("span", { class: "row-name" }, link(addressOf(output.location), {}, output.title)),
        el("span", { class: "row-words" }, output.type),
        el("span", { class: "row-end" }, ageOf(output.at)),
      ),
  );
  sayNone("outputs", data.outputs.items.length, "Nothing has been delivered yet.");
}

function drawEvents(data: Data, tasks: ReadonlyMap<string, DataTask>): void {
  keyed(
    byId("events"),
    data.events.items.map((event) => ({ event, url: tasks.get(event.entity_id)?.url ?? "" })),
    ({ event }) => event.id,
    ({ event, url }) =>
      el(
        "li",
        { class: "event", "data-type": event.type.split(".")[0] ?? "" },
        el(
          "time",
          { datetime: event.timestamp, title: event.timestamp },
          spellClock(event.timestamp, now()),
        ),
        el(
          "span",
          { class: "event-words" },
          link(url, { class: "event-entity" }, shortId(event.entity_id)),
          " ",
          event.message,
        ),
      ),
  );
  sayNone("events", data.events.items.length, "Nothing has happened yet.");
}

function row(health: string, ...parts: readonly Child[]): HTMLElement {
  return el(
    "li",
    { class: "row", "data-health": health },
    el("span", { class: "mark", "aria-hidden": "true" }),
    el("span", { class: "sr" }, `${health}: `),
    ...parts,
  );
}

/** Says in words that a list has nothing in it. */
export function sayNone(id: string, count: number, words: string): void {
  const list = byId(id);
  const said = list.parentElement?.querySelector(`[data-none="${id}"]`);
  if (count > 0) said?.remove();
  else if (!said) list.after(el("p", { class: "none", "data-none": id }, words));
}

function taskOf(id: string | null, tasks: ReadonlyMap<string, DataTask>) {
  const task = id === null ? undefined : tasks.get(id);
  return task === undefined ? null : { url: task.url, number: task.number, title: task.title };
}

/** A path on the data branch has no address of its own here, so it stays words. */
function addressOf(location: string): string {
  return location.includes("://") ? location : "";
}

function spell(word: string): string {
  return word.replaceAll("_", " ");
}

/** `#12` of `owner/name#12`. */
export function shortId(id: string): string {
  return /#\d+$/.exec(id)?.[0] ?? id;
}
