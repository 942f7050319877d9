import type { Data } from "../schema/data.ts";
import type { DataWorkstream } from "../schema/data-workstream.ts";
import { drawOwner } from "./card.ts";
import { byId, el, fill, keyed, link } from "./dom.ts";
import type { Child } from "./dom.ts";
import { sayNone, shortId } from "./panels.ts";
import { drawTimeline } from "./timeline.ts";
import { spellHour, spellHours, spellMoment } from "./words.ts";

/** Every workstream: what to do next, where its clock stands, its schedule, criteria and risks. */
export function drawWorkstreams(data: Data): void {
  const { items, as_of } = data.workstreams;
  fill('[data-count="workstreams"]', String(items.length));
  keyed(
    byId("workstreams"),
    items.map((workstream) => ({ workstream, as_of })),
    ({ workstream }) => workstream.id,
    ({ workstream }) => drawWorkstream(workstream, as_of),
  );
  sayNone("workstreams", items.length, "No workstream is configured.");
}

function drawWorkstream(workstream: DataWorkstream, asOf: string): HTMLElement {
  return el(
    "article",
    { class: "stream", "aria-label": workstream.id },
    el(
      "header",
      { class: "stream-head" },
      el("h3", { "data-stream": "name" }, workstream.id),
      workstream.goal === "" ? null : el("p", { class: "stream-goal" }, workstream.goal),
    ),
    drawNext(workstream),
    drawFacts(workstream),
    el(
      "div",
      { class: "stream-side" },
      drawRisks(workstream),
      drawChecklist("Success criteria", workstream.criteria),
    ),
    drawTimeline(workstream, asOf),
    el(
      "div",
      { class: "stream-below" },
      drawChecklist("Deliverables", workstream.deliverables),
      drawWhatIfs(workstream),
    ),
  );
}

function drawNext(workstream: DataWorkstream): HTMLElement {
  const [first, ...others] = workstream.next;
  if (first === undefined)
    return el(
      "div",
      { class: "stream-next" },
      el("p", { "data-stream": "next" }, "Nothing can be done now."),
    );
  return el(
    "div",
    { class: "stream-next" },
    el("h4", {}, "Next"),
    el(
      "p",
      { class: "next-first" },
      link(urlOf(workstream, first.id), { "data-stream": "next" }, first.text),
      " ",
      drawOwner(first.who),
    ),
    el("p", { class: "next-reason" }, first.reason),
    others.length === 0
      ? null
      : el(
          "ol",
          { class: "next-others", "aria-label": "After that" },
          ...others.map(({ id, text, who, reason }) =>
            el("li", { title: reason }, link(urlOf(workstream, id), {}, text), " ", drawOwner(who)),
          ),
        ),
  );
}

function drawFacts(workstream: DataWorkstream): HTMLElement {
  const { hour, hours, finish, spare, start, go_no_go, verdict, progress, counts } = workstream;
  const met = workstream.criteria.filter(({ status }) => status === "met").length;
  const isLate = spare !== null && spare < 0;
  return el(
    "dl",
    { class: "stream-facts" },
    drawFact("Clock", "clock", `hour ${hour} of ${hours}`, ["ends ", spellMoment(workstream.end)]),
    drawFact(
      "Expected finish",
      "finish",
      finish === null ? "cannot judge" : spellHour(finish, start),
      finish === null || spare === null
        ? []
        : [
            el(
              "span",
              { "data-stream": "spare" },
              `${spellHours(Math.abs(spare))} ${isLate ? "after" : "before"} the end`,
            ),
            ` · ${spellMoment(finish)}`,
          ],
      isLate ? "failed" : "plain",
    ),
    drawFact(
      "Go/no-go",
      "verdict",
      go_no_go === null ? "none" : verdict,
      go_no_go === null ? [] : [`${spellHour(go_no_go, start)} · ${spellMoment(go_no_go)}`],
      verdict === "no-go" ? "failed" : "plain",
    ),
    drawFact("Progress", "progress", progress === null ? "none" : `${progress} %`, [
      el("span", { "data-stream": "done" }, String(counts.done)),
      " of ",
      el("span", { "data-stream": "tasks" }, String(counts.tasks)),
      " tasks done",
    ]),
    drawFact("Criteria met", "criteria", `${met} of ${workstream.criteria.length}`, []),
  );
}

function drawFact(
  label: string,
  name: string,
  value: string,
  note: readonly Child[],
  tone: "plain" | "failed" = "plain",
): HTMLElement {
  return el(
    "div",
    { class: "stream-fact", "data-tone": tone },
    el("dt", {}, label),
    el(
      "dd",
      {},
      el("span", { class: "stream-value", "data-stream": name }, value),
      note.length === 0 ? null : el("span", { class: "stream-note" }, ...note),
    ),
  );
}

function drawRisks({ risks, risks_left }: DataWorkstream): HTMLElement {
  const tone = { critical: "failed", urgent: "failed", warning: "warning", info: "unknown" };
  const all = risks.length + risks_left;
  return el(
    "section",
    { class: "stream-part" },
    el(
      "h4",
      {},
      "Risks ",
      el("span", { class: "panel-count", "data-stream": "risks" }, String(all)),
    ),
    all === 0 ? el("p", { class: "stream-none" }, "None that can be seen.") : null,
    el(
      "ul",
      { class: "risks" },
      ...risks.map(({ severity, text }) =>
        el(
          "li",
          { "data-health": tone[severity] },
          el("span", { class: "mark", "aria-hidden": "true" }),
          el("span", {}, el("span", { class: "sr" }, `${severity}: `), text),
        ),
      ),
    ),
    risks_left === 0 ? null : el("p", { class: "stream-none" }, `and ${risks_left} more`),
  );
}

function drawChecklist(title: string, items: DataWorkstream["criteria"]): HTMLElement | null {
  if (items.length === 0) return null;
  return el(
    "section",
    { class: "stream-part" },
    el("h4", {}, title),
    el(
      "ul",
      { class: "checklist" },
      ...items.map(({ text, status, why }) =>
        el(
          "li",
          { "data-state": status },
          el("span", { class: "box", "aria-hidden": "true" }),
          el("span", {}, text, el("span", { class: "check-why" }, el("b", {}, status), `, ${why}`)),
        ),
      ),
    ),
  );
}

function drawWhatIfs({ what_if, start }: DataWorkstream): HTMLElement | null {
  if (what_if.length === 0) return null;
  return el(
    "details",
    { class: "stream-part" },
    el("summary", {}, "What if a critical task is late"),
    el(
      "ul",
      { class: "what-ifs" },
      ...what_if.map(({ id, hours, finish, shift, missed }) =>
        el(
          "li",
          {},
          `${shortId(id)} ${spellHours(hours)} late: finish ${spellHour(finish, start)} (+${spellHours(shift)})`,
          missed.length === 0
            ? ", no other deadline is missed"
            : `, and ${missed.map(shortId).join(", ")} ${missed.length === 1 ? "misses its" : "miss their"} deadline`,
        ),
      ),
    ),
  );
}

function urlOf({ tasks }: DataWorkstream, id: string | null): string {
  return tasks.find((task) => task.id === id)?.url ?? "";
}
