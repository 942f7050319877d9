import type { Effect, Write } from "../core/plan.ts";
import type { TaskFacts } from "../core/facts.ts";
import { commandSpecs } from "../core/commands/grammar.ts";
import { type Notice, type Refusal, refusedIn, refusedMarker } from "../core/task/notice.ts";
import { splitLine } from "../core/task/split.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
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
    ...problems.map((problem) => `- ${prose(problem)}`),
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
  return ["### What the rules say of this task", "", ...lines];
}

function renderHelp(tag: string): string {
  const rows = Object.values(commandSpecs).map(
    ({ usage, does }) => `| \`${code(usage).replaceAll("|", "\\|")}\` | ${does} |`,
  );
  return [commentTag(tag), "| command | what it does |", "|---|---|", ...rows].join("\n");
}

/** GitHub takes 65,536 characters a comment; what somebody else wrote may fill only so much of ours. */
const echoed = 300;

/** Safe inside backticks. */
function code(text: string): string {
  return cut(text).replaceAll("`", "'").replaceAll(/\s+/g, " ");
}

function cut(text: string): string {
  return text.length > echoed ? `${text.slice(0, echoed)}…` : text;
}

/** Our own sentences with somebody's words in them: no mention, no markup, no comment may start there. */
function prose(text: string): string {
  return cut(text)
    .replaceAll(/\s+/g, " ")
    .replaceAll("<!--", "&lt;!--")
    .replaceAll("@", "@\u{200b}");
}
