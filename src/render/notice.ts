import type { Effect, Write } from "../core/plan.ts";
import type { TaskFacts } from "../core/facts.ts";
import { commandSpecs } from "../core/commands/grammar.ts";
import { type Notice, type Refusal, refusedIn, refusedMarker } from "../core/task/notice.ts";
import { splitLine } from "../core/task/split.ts";
import { codeSpan, escapeMarkdown, oneLine } from "./escape.ts";
import { orderLines } from "./order-notice.ts";

/** The hidden line by which we find our own comment again. */
export function commentTag(tag: string): string {
  return `<!-- mission-control:${tag} -->`;
}

/** The writes of a plan, comments rendered; a comment that already says the same is left out. */
export function writesOf(effects: readonly Effect[], facts: TaskFacts): readonly Write[] {
  return effects.flatMap((effect): readonly Write[] => {
    if (effect.type === "create-issue") return [{ ...effect, body: partBody(effect, facts) }];
    if (effect.type !== "comment") return [effect];
    const { notice, ...rest } = effect;
    const existing = facts.tagged[effect.tag];
    const body = renderNotice(effect.tag, notice, existing?.body);
    if (existing?.body.trim() === body.trim()) return [];
    return [{ ...rest, body, commentId: existing?.commentId ?? null }];
  });
}

/** Says where a part comes from, for people, for GitHub, which notes it in that task's history, and for us. */
function partBody({ key }: { readonly key: string }, { repo, number }: TaskFacts): string {
  return `Part of #${number}\n\n${splitLine(`${repo}#${number}`, key)}`;
}

function renderNotice(tag: string, notice: Notice, previous: string | undefined): string {
  switch (notice.kind) {
    case "refusal":
      return renderRefusal(tag, notice, refusedIn(previous));
    case "ask":
      return renderAsk(tag, notice.missing);
    case "block":
      return renderBlock(tag, notice.problems);
    case "help":
      return renderHelp(tag);
    case "halt":
      return [commentTag(tag), ...haltLines(notice.halt)].join("\n");
    case "split":
      return [
        commentTag(tag),
        "### Split into",
        "",
        ...notice.parts.map(({ id }) => `- ${id.slice(id.indexOf("#"))}`),
      ].join("\n");
    case "explain":
      return [commentTag(tag), ...explainedLines(notice.lines)].join("\n");
    case "order":
      return [commentTag(tag), ...orderLines(notice)].join("\n");
  }
}

function renderRefusal(
  tag: string,
  notice: Extract<Notice, { kind: "refusal" }>,
  before: readonly string[],
): string {
  const ids = [...new Set([...before, ...notice.marked])];
  const legal = notice.legal.map((status) => `\`${status}\``).join(", ");
  return [
    commentTag(tag),
    refusedMarker(ids),
    "### Not done",
    "",
    ...notice.refusals.slice(-10).map(renderOne),
    "",
    `The task is in \`${notice.status}\`. From there it may go to: ${legal === "" ? "nowhere" : legal}.`,
    "",
    "<sub>Mission Control edits this comment in place. `/help` lists the commands.</sub>",
  ].join("\n");
}

function renderOne({ by, asked, why, usage }: Refusal): string {
  const form = usage === undefined ? "" : ` Usage: \`${code(usage)}\``;
  return `- @${by.replaceAll(/[^\w[\]-]/g, "")}: \`${code(asked)}\` — ${prose(why)}.${form}`;
}

/** What each fact is asked for with. */
const questions: Readonly<Record<string, string>> = {
  kind: "what kind of work it is (`kind=bug`, `task`, `research`, `decision` …)",
  priority: "how urgent it is (`priority=urgent`, `high`, `medium`, `low`, `someday`)",
  domain: "which part it is about (`domain=backend`, `frontend`, `infra`, `qa` …)",
};

function renderAsk(tag: string, missing: readonly string[]): string {
  return [
    commentTag(tag),
    "### Waits in the inbox",
    "",
    "Nothing in the words of this item says:",
    "",
    ...missing.map((name) => `- ${questions[name] ?? name}`),
    "",
    "Say it in the title or the text, or let an orchestrator say `/triage kind=… priority=… domain=…`.",
  ].join("\n");
}

function renderBlock(tag: string, problems: readonly string[]): string {
  if (problems.length === 0)
    return `${commentTag(tag)}\nEvery fact in the block of this task can be read again.`;
  return [
    commentTag(tag),
    "### Not understood",
    "",
    "These facts in the block of this task cannot be read, so nothing goes by them:",
    "",
    ...problems.slice(0, shownProblems).map((problem) => `- ${prose(problem)}`),
    ...(problems.length > shownProblems ? [`- and ${problems.length - shownProblems} more`] : []),
    "",
    "Edit them in the text above; a deadline, for example, is `due: 2026-12-01`.",
  ].join("\n");
}

function haltLines(halt: Extract<Notice, { kind: "halt" }>["halt"]): readonly string[] {
  if (halt === null)
    return ["### No longer halted", "", "This task no longer keeps new work from starting."];
  return [
    "### New work is halted",
    "",
    `Reason: ${escapeMarkdown(halt.reason, 1000)} (${codeSpan(halt.by)})`,
    "",
    "No task becomes active and nobody can claim one, here or on any other task. What is under way goes on. It ends when a " +
      "person who is a member says `/resume` here.",
  ];
}

function explainedLines(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return ["Nothing is known here of what the rules make of this task."];
  let length = 0;
  const shown = lines.filter((line) => (length += line.length + 1) < maxLines);
  const more = lines.length - shown.length;
  return [
    "### What the rules say of this task",
    "",
    ...shown,
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
}

function renderHelp(tag: string): string {
  const rows = Object.values(commandSpecs).map(
    ({ usage, does }) => `| \`${code(usage).replaceAll("|", "\\|")}\` | ${does} |`,
  );
  return [commentTag(tag), "| command | what it does |", "|---|---|", ...rows].join("\n");
}

/** GitHub takes 65,536 characters a comment; what somebody else wrote may fill only so much of ours. */
const maxLines = 60_000;
const echoed = 300;

const shownProblems = 20;

/** Somebody's words in backticks; a tick in them is shown as another sign. */
function code(text: string): string {
  return codeSpan(text.replaceAll("`", "'"), echoed).slice(1, -1);
}

/**
 * Our own sentences with somebody's words in them. What stands in backticks stays there; of all else nothing is markup, a
 * link or a mention; where something else stands is said by its number.
 */
function prose(text: string): string {
  const parts = oneLine(text, echoed).split("`");
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return plainProse(part);
      // An odd number of ticks leaves the last one open.
      return index === parts.length - 1 ? `'${plainProse(part)}` : `\`${code(part)}\``;
    })
    .join("");
}

function plainProse(text: string): string {
  return text
    .replaceAll(/[\\[\]$~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "@\u{200b}")
    .replaceAll("://", ":\u{200b}//")
    .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, 3)}\u{200b}.`);
}
