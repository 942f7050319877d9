import { z } from "zod";
import { Deadline } from "./task-block.ts";
import {
  Domain,
  Instant,
  Kind,
  Mode,
  Owner,
  Priority,
  RepoName,
  Risk,
  Status,
  TaskId,
} from "./vocabulary.ts";

/** The last place in an issue's timeline that has been judged: an instant and the entries of that second. */
export const Cursor = z.strictObject({ at: Instant, ids: z.array(z.string()) });
export type Cursor = z.infer<typeof Cursor>;

/** Who holds a task: `epoch` counts the owners it has had, so that what an earlier one still sends can be refused. */
export const Lease = z.strictObject({
  epoch: z.int().positive(),
  holder: Owner,
  since: Instant,
});
export type Lease = z.infer<typeof Lease>;

/** One `/checkin`. */
export const Checkin = z.strictObject({
  at: Instant,
  by: z.string(),
  progress: z.number().min(0).max(100).nullable().describe("Per cent"),
  blockers: z.boolean().nullable(),
  needs: z.string().nullable(),
  eta: z.string().nullable(),
});
export type Checkin = z.infer<typeof Checkin>;

/** What `/cost` said of one owner's work on one day (UTC), added up. */
export const Cost = z.strictObject({
  day: z.iso.date(),
  owner: Owner.nullable().describe("null: unattributed"),
  usd: z.number().nonnegative(),
  tokens_in: z.number().nonnegative(),
  tokens_out: z.number().nonnegative(),
  from: z.array(z.string()).describe("The commands that said so, as c<comment>_<place in it>"),
});
export type Cost = z.infer<typeof Cost>;

export const Acknowledgement = z.strictObject({
  rule: z
    .string()
    .nullable()
    .describe(
      "null: every alert of the task; `agent-silent:atlas` names one that may be on no task",
    ),
  by: z.string(),
  at: Instant,
});
export type Acknowledgement = z.infer<typeof Acknowledgement>;

/** No new work starts. */
export const Halt = z.strictObject({ reason: z.string(), by: z.string(), at: Instant });
export type Halt = z.infer<typeof Halt>;

/** What a task waits for and is no task here. */
export const Elsewhere = z.strictObject({
  id: TaskId,
  standing: z
    .enum(["open", "done", "failed", "unreadable"])
    .describe("done: closed as completed; failed: closed as anything else"),
  since: Instant.nullable().describe("When it was closed"),
});
export type Elsewhere = z.infer<typeof Elsewhere>;

/** One task as the control room sees it. */
export const TaskState = z.strictObject({
  id: TaskId,
  number: z.int().positive(),
  repo: RepoName,
  title: z.string(),
  url: z.string(),
  status: Status,
  since: Instant.describe(
    "When this status began, from GitHub's timeline; while `judged` is null, when the issue was filed",
  ),
  updated_at: Instant.describe("GitHub's own, of the issue as it was last read"),
  comments: z.int().nonnegative().describe("How many there were then"),
  body_digest: z.string().optional().describe("Of its text then"),
  blockers: z.int().nonnegative().describe("How many dependencies GitHub itself kept then"),
  behind: z.boolean().describe("GitHub has something newer that could not be read yet"),
  history_cut: z
    .boolean()
    .optional()
    .describe(
      "It has more history than is read: what was judged before stays, and a list shows the rest",
    ),
  labels: z.array(z.string()).describe("As they stand on GitHub, sorted"),
  author: z.string(),
  vouched: z
    .boolean()
    .describe(
      "Whether a member or a registered agent filed it, labelled it or gave a command on it",
    ),
  created_at: Instant,
  closed_at: Instant.nullable(),
  closed_as: z
    .enum(["completed", "not_planned"])
    .nullable()
    .optional()
    .describe("What GitHub says that it was closed as; null: it is open"),
  kind: Kind.nullable(),
  priority: Priority.nullable(),
  domain: Domain.nullable(),
  mode: Mode.nullable(),
  risk: Risk.nullable(),
  project: z.string().nullable(),
  workstream: z.string().nullable(),
  owner: Owner.nullable(),
  assignees: z.array(z.string()),
  due: Deadline.nullable(),
  estimate: z.string().nullable(),
  output: z.string().nullable().describe("What is to be delivered"),
  review: z.string().nullable().describe("How it will be judged"),
  boundaries: z.string().nullable(),
  link: z.string().nullable(),
  shared: z.array(Owner).describe("Owners beside the accountable one"),
  parent: TaskId.nullable().describe("The task it was split from"),
  parts: z.array(TaskId).describe("The tasks it was split into"),
  fingerprint: z.string().describe("The same for two items that say the same"),
  duplicate_of: TaskId.nullable()
    .optional()
    .describe("The older task that a comment on this one says it is a duplicate of"),
  reviewers: z
    .array(z.string())
    .optional()
    .describe("Logins asked for a review of its pull request, or that gave one, without its owner"),
  lease: Lease.nullable().describe("null: nobody holds it"),
  given_back: z
    .array(Owner)
    .optional()
    .describe("Owners from whom it came back by somebody's word: no rule gives it to them again"),
  last_work: Instant.nullable().describe("The holder's newest sign of life on this task"),
  checkin: Checkin.nullable().describe("The newest"),
  costs: z
    .array(Cost)
    .describe("What was recorded on this task, one line per owner and day in UTC, sorted"),
  acknowledged: z.array(Acknowledgement).describe("Who has seen which of its alerts"),
  alerts_comment: z
    .strictObject({
      id: z.int().positive().nullable().describe("null: written, and its number not read yet"),
      digest: z.string().describe("Of its text"),
    })
    .nullable()
    .describe("The comment on the issue that shows its alerts"),
  halt: Halt.nullable().describe("Set while this task halts all new work"),
  blocked: z
    .strictObject({
      reason: z.string(),
      by: z.string().nullable(),
      on: z.string().nullable(),
      since: Instant.nullable(),
      from: Status.nullable(),
    })
    .nullable(),
  depends: z.array(TaskId).describe("What must be done first, as full ids, sorted"),
  elsewhere: z
    .array(Elsewhere)
    .optional()
    .describe("What it waits for that is no task here, as GitHub shows it"),
  unblocked: z
    .strictObject({ by: z.string(), at: Instant, over: z.array(TaskId) })
    .optional()
    .describe("Somebody let it go on over these, which hold it up no more until one has a setback"),
  setback: Instant.optional().describe(
    "When it last failed, was reverted, or came back out of done or archived",
  ),
  stuck_told: z
    .array(TaskId)
    .optional()
    .describe("What a comment on it says that does not come by itself"),
  judged: Cursor.nullable().describe(
    "What is settled: nothing at or before it is judged again. null: known from the list only, its timeline is not read yet",
  ),
});
export type TaskState = z.infer<typeof TaskState>;
