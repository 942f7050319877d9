import { z } from "zod";
import { Deadline, Domain, Kind, Mode, Owner, Priority, Risk } from "../../schema/index.ts";
import { remembered } from "../remembered.ts";
import { alertName } from "./alert-name.ts";
import type { Command, CommandName, ParsedCommand } from "./command.ts";
import { commandLines } from "./lines.ts";
import { splitWords, unquote } from "./words.ts";

const text = z.string().trim().min(1).max(4000);
const link = z
  .string()
  .max(2000)
  .regex(/^(https?:\/\/\S+|#\d+|[\w.-]+\/[\w.-]+#\d+)$/, "expected a URL, #12 or owner/name#12");
const taskReference = z
  .string()
  .regex(/^(#\d+|[\w.-]+\/[\w.-]+#\d+)$/, "expected #12 or owner/name#12");
const estimate = z.string().regex(/^\d+(\.\d+)?[mhdw]$/, "expected 30m, 3h, 2d or 1w");
/** Far above what anything costs, far below where sums of it are no longer exact. */
const amount = z.coerce.number().nonnegative().max(1e12);
const waive = text.optional();
const epoch = z.coerce.number().int().positive().optional();
const dependencies = z
  .array(z.string())
  .min(1)
  .max(100)
  .transform((words) => (words.length === 1 && words[0] === "none" ? [] : words))
  .pipe(z.array(taskReference));
const owner = z
  .string()
  .transform((word) => (word.startsWith("@") ? `human:${word.slice(1)}` : word))
  .transform((word) =>
    /^[a-z0-9-]+$/.test(word) && word !== "orchestrator" ? `agent:${word}` : word,
  )
  .pipe(Owner);

/** How the words after the name are read: `rest` is the whole line, `words` are arguments in order and pairs. */
type Spec = {
  readonly usage: string;
  readonly does: string;
  readonly rest?: string;
  readonly bare?: readonly string[];
  readonly many?: string;
  readonly args: z.ZodObject;
};

const none = z.strictObject({ waive });
const leased = z.strictObject({ waive, epoch });

/** Every command: what a person types, what it does, what its arguments must be. */
export const commandSpecs = {
  triage: {
    usage:
      "/triage [kind=bug] [priority=high] [domain=backend] [risk=green] [project=…] [due=2026-12-01]",
    does: "classifies the task and moves it to triaged",
    args: z.strictObject({
      kind: Kind.optional(),
      priority: Priority.optional(),
      domain: Domain.optional(),
      mode: Mode.optional(),
      risk: Risk.optional(),
      project: z
        .string()
        .regex(/^[\w.-]{1,40}$/)
        .optional(),
      due: Deadline.optional(),
      output: text.optional(),
      waive,
    }),
  },
  priority: {
    usage: "/priority urgent|high|medium|low|someday",
    does: "sets the priority",
    bare: ["priority"],
    args: z.strictObject({ priority: Priority }),
  },
  plan: {
    usage: "/plan [due=2026-12-01]",
    does: "moves the task to planned",
    args: z.strictObject({ due: Deadline.optional(), waive }),
  },
  assign: {
    usage: '/assign <owner> output="…" review="…" [boundaries="…"] [due=2026-12-01]',
    does: "gives the task an owner, an expected output and review criteria",
    bare: ["owner"],
    args: z.strictObject({
      owner,
      output: text.optional(),
      review: text.optional(),
      boundaries: text.optional(),
      due: Deadline.optional(),
      waive,
    }),
  },
  claim: { usage: "/claim", does: "assigns the task to whoever says it", args: none },
  start: {
    usage: "/start [epoch=3]",
    does: "moves an assigned task to active",
    args: leased,
  },
  release: {
    usage: "/release [epoch=3]",
    does: "gives the task back: planned, without an owner",
    args: leased,
  },
  block: {
    usage: "/block <reason> [on #12]",
    does: "says what the task waits for",
    rest: "reason",
    args: z.strictObject({ reason: text, on: taskReference.optional() }),
  },
  unblock: {
    usage: "/unblock",
    does: "moves a blocked task back to where it came from",
    args: none,
  },
  review: {
    usage: "/review <link> [epoch=3]",
    does: "delivers the output and asks for a verdict",
    bare: ["link"],
    args: z.strictObject({ link, waive, epoch }),
  },
  approve: { usage: "/approve", does: "accepts the output: done", args: none },
  reject: {
    usage: "/reject <reason>",
    does: "sends the output back: active",
    rest: "reason",
    args: z.strictObject({ reason: text }),
  },
  done: { usage: "/done", does: "accepts the output: done", args: none },
  fail: {
    usage: "/fail <reason>",
    does: "says that it was tried and did not work",
    rest: "reason",
    args: z.strictObject({ reason: text }),
  },
  revert: { usage: "/revert", does: "says that what was done has been undone", args: none },
  archive: { usage: "/archive", does: "takes the task off the board", args: none },
  split: {
    usage: '/split "first part" "second part" …',
    does: "makes sub-issues, at most 20",
    many: "titles",
    args: z.strictObject({ titles: z.array(text.max(200)).min(2).max(20) }),
  },
  due: {
    usage: "/due 2026-12-01",
    does: "sets the deadline",
    bare: ["due"],
    args: z.strictObject({ due: Deadline }),
  },
  estimate: {
    usage: "/estimate 3h",
    does: "sets the estimate",
    bare: ["estimate"],
    args: z.strictObject({ estimate }),
  },
  depends: {
    usage: "/depends #12 … | none",
    does: "says which tasks must be done first",
    many: "on",
    args: z.strictObject({ on: dependencies }),
  },
  checkin: {
    usage: '/checkin progress=40 blockers=no needs="…" eta=on-track [epoch=3]',
    does: "reports progress",
    args: z.strictObject({
      progress: z.coerce.number().min(0).max(100).optional(),
      blockers: z
        .enum(["yes", "no"])
        .transform((word) => word === "yes")
        .optional(),
      needs: text.optional(),
      eta: text.optional(),
      epoch,
    }),
  },
  cost: {
    usage: "/cost usd=0.42 in=1200 out=300 model=… [epoch=3]",
    does: "records what a run cost",
    args: z
      .strictObject({
        usd: amount.optional(),
        in: amount.optional(),
        out: amount.optional(),
        model: text.optional(),
        epoch,
      })
      .refine((cost) => cost.usd !== undefined || cost.in !== undefined || cost.out !== undefined, {
        message: "expected usd, in or out",
        path: ["usd, in or out"],
      }),
  },
  heartbeat: {
    usage: "/heartbeat [epoch=3]",
    does: "is a sign of life",
    args: z.strictObject({ epoch }),
  },
  ack: {
    usage: "/ack [rule | rule:subject]",
    does: "says that you have seen the task's alerts, that rule's, or one that is on no task",
    bare: ["rule"],
    args: z.strictObject({ rule: alertName.optional() }),
  },
  halt: {
    usage: "/halt <reason>",
    does: "lets no new work start, on any task",
    rest: "reason",
    args: z.strictObject({ reason: text }),
  },
  resume: {
    usage: "/resume",
    does: "ends the halt that stands on this task",
    args: z.strictObject({}),
  },
  explain: {
    usage: "/explain",
    does: "says why each rule did or did not fire",
    args: z.strictObject({}),
  },
  help: { usage: "/help", does: "lists the commands", args: z.strictObject({}) },
} as const satisfies Record<CommandName, Spec>;

/** Characters that can make a line look like another one; what only turns a sign into a picture is not among them. */
const invisible = /(?![\u{fe00}-\u{fe0f}])[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u;

/** More commands than this in one comment are not read: their answers would not fit in ours. */
const maxCommands = 20;

/** Reads every command of a comment, in order. Words that only look like one (`/usr/bin`) are not commands. */
export const parseCommands = remembered(read, 250);

function read(body: string): readonly ParsedCommand[] {
  const parsed: ParsedCommand[] = [];
  for (const { line, text: whole } of commandLines(body)) {
    if (parsed.length === maxCommands) break;
    const match = /^\/([a-z]+)(?=\s|$)\s*([^]*)$/.exec(whole);
    const name = nameOf(match?.[1]);
    if (match === null || name === null) continue;
    parsed.push(readCommand(name, match[2]?.trim() ?? "", line));
  }
  return parsed;
}

/** Whether a comment holds a command at all, without reading it. */
export function hasCommand(body: string): boolean {
  return body.includes("/") && parseCommands(body).length > 0;
}

function nameOf(word: string | undefined): CommandName | null {
  return word !== undefined && Object.hasOwn(commandSpecs, word) ? (word as CommandName) : null;
}

function readCommand(name: CommandName, rest: string, line: number): ParsedCommand {
  const spec: Spec = commandSpecs[name];
  const fail = (message: string): ParsedCommand => ({
    ok: false,
    error: { name, line, message, usage: spec.usage },
  });
  if (invisible.test(rest)) return fail("the line has invisible characters; type it again");
  const values = argumentsOf(spec, rest);
  if (typeof values === "string") return fail(values);
  const result = spec.args.safeParse(values);
  if (!result.success) return fail(explainIssue(result.error, spec, values));
  return { ok: true, line, command: { name, ...result.data } as Command };
}

function argumentsOf(spec: Spec, rest: string): Record<string, unknown> | string {
  if (spec.rest !== undefined) return restArguments(spec.rest, rest, "on" in spec.args.shape);
  const words = splitWords(rest);
  if ("problem" in words) return words.problem;
  const values: Record<string, unknown> = Object.fromEntries(words.pairs);
  if (spec.many !== undefined) return { ...values, [spec.many]: words.bare };
  const names = spec.bare ?? [];
  if (words.bare.length > names.length) return `does not take \`${words.bare[names.length]}\``;
  for (const [index, word] of words.bare.entries()) {
    const key = names[index];
    if (key !== undefined) values[key] = word;
  }
  return values;
}

function restArguments(key: string, rest: string, takesOn: boolean): Record<string, unknown> {
  const at = takesOn ? rest.lastIndexOf(" on ") : -1;
  const on = rest.slice(at + 4).trim();
  if (at >= 0 && /^(?:[\w.-]+\/[\w.-]+)?#\d+$/.test(on))
    return { [key]: unquote(rest.slice(0, at).trim()), on };
  return { [key]: unquote(rest) };
}

function explainIssue(error: z.ZodError, spec: Spec, values: Record<string, unknown>): string {
  const issue = error.issues[0];
  if (issue === undefined) return "cannot be read";
  if (issue.code === "unrecognized_keys") return `does not know \`${issue.keys.join("`, `")}\``;
  const key = String(issue.path[0] ?? "");
  const missing = key !== "" && values[key] === undefined;
  if (missing || (issue.code === "too_small" && spec.rest === key)) return `needs ${key}`;
  return `${key}: ${issue.message}`;
}
