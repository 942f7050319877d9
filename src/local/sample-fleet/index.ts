import { labelSpecs } from "../../core/lifecycle/labels.ts";
import type { Status } from "../../schema/index.ts";
import { noCounts } from "../../render/data.ts";
import type { Counts } from "../counts.ts";
import type { LocalGitHub } from "../github/index.ts";
import { policyFiles, projects } from "./files.ts";
import { agents, cast, loginOf, members, operator, orchestrator, repo } from "./people.ts";
import { plant } from "./plant.ts";
import { type Speaker, speakerOn } from "./speaker.ts";
import type { Planted } from "./task.ts";
import { apiTasks } from "./tasks-api.ts";
import { launchTasks } from "./tasks-launch.ts";
import { opsTasks } from "./tasks-ops.ts";
import { webTasks } from "./tasks-web.ts";
import { hourAgo, workstreamTitle } from "./workstream.ts";
import { engineWrite, instantAgo, type PlacedTask } from "./write-task.ts";

export { sampleFleetOptions } from "./people.ts";

/** Who is in the fleet, what was put into it, and how it must look once the engine has judged it. */
export type SampleFleet = {
  readonly repo: string;
  readonly operator: string;
  readonly orchestrator: string;
  readonly reviewers: readonly string[];
  readonly agents: readonly { readonly id: string; readonly login: string }[];
  /** Free hands for one more task's story. */
  readonly cast: typeof cast;
  readonly planted: readonly { readonly number: number; readonly kind: Planted["kind"] }[];
  readonly expected: {
    readonly statuses: Readonly<Record<number, Status>>;
    readonly counts: Readonly<Counts>;
    /** Numbers of the tasks that must raise the alert. */
    readonly overdue: readonly number[];
    readonly blockedLong: readonly number[];
    /** Agents that hold work and have been silent for too long. */
    readonly stale: readonly string[];
  };
};

const weeks = 24 * 7;
const labelColor = "bfdadc";

/**
 * Puts a fleet into the local GitHub (started with sampleFleetOptions): people, agents, policy, and tasks in every status
 * with their history up to `now` (milliseconds), written as the people, the agents and Mission Control would have.
 * The same `now` gives the same fleet.
 */
export async function seedSampleFleet(github: LocalGitHub, now: number): Promise<SampleFleet> {
  const speak = speakerOn(github);
  for (const [login, permission] of Object.entries(members)) {
    github.setPermission(repo, login, permission);
  }
  for (const { id } of agents) github.setPermission(repo, loginOf(id), "write");
  const tasks = placed(now);
  const numbers = new Map(tasks.map(({ key, number }) => [key, number]));
  const numberOf = (key: string) => numbers.get(key) ?? 0;
  const [milestone] = await Promise.all([
    openMilestone(speak, now),
    writeFiles(speak, policyFiles(numberOf, now), now),
    writeLabels(speak, now),
  ]);
  // GitHub numbers issues in the order in which they come.
  for (const { filed, filedAt, title, body } of tasks) {
    await speak(filed.by, filedAt, "POST", `/repos/${repo}/issues`, { title, body });
  }
  await Promise.all(tasks.map((task) => tellTask(speak, task, { numberOf, milestone, now })));
  return fleetOf(tasks);
}

async function writeFiles(
  speak: Speaker,
  files: Readonly<Record<string, string>>,
  now: number,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await speak(operator, instantAgo(5 * weeks, now), "PUT", `/repos/${repo}/contents/${path}`, {
      message: `Write ${path}`,
      content: Buffer.from(text).toString("base64"),
    });
  }
}

/** The number of the workstream's milestone. */
async function openMilestone(speak: Speaker, now: number): Promise<number> {
  const path = `/repos/${repo}/milestones`;
  const milestone = await speak(orchestrator, instantAgo(hourAgo(-25), now), "POST", path, {
    title: workstreamTitle,
  });
  const has = typeof milestone === "object" && milestone !== null && "number" in milestone;
  return has ? Number(milestone.number) : Number.NaN;
}

async function writeLabels(speak: Speaker, now: number): Promise<void> {
  const names = [
    ...projects.map(({ id }) => `project:${id}`),
    ...agents.map(({ id }) => `owner:agent:${id}`),
  ];
  const own = names.map((name) => ({ name, color: labelColor, description: "" }));
  const write = (label: unknown) =>
    speak(operator, instantAgo(5 * weeks, now), "POST", `/repos/${repo}/labels`, label);
  await Promise.all([...labelSpecs(), ...own].map(write));
}

/** Every task with its number: the oldest is the first. */
function placed(now: number): readonly PlacedTask[] {
  return [webTasks, apiTasks, opsTasks, launchTasks]
    .flatMap(({ project, tasks }) => tasks.map((task) => ({ ...task, project })))
    .toSorted((a, b) => b.filed.ago - a.filed.ago)
    .map((task, index) => ({
      ...task,
      number: index + 1,
      filedAt: instantAgo(task.filed.ago, now),
      sinceAt: instantAgo(task.now.since, now),
    }));
}

type Seeding = {
  readonly numberOf: (key: string) => number;
  readonly milestone: number;
  readonly now: number;
};

async function tellTask(
  speak: Speaker,
  task: PlacedTask,
  { numberOf, milestone, now }: Seeding,
): Promise<void> {
  const issue = `/repos/${repo}/issues/${task.number}`;
  const engine = "mission-control[bot]";
  for (const { by, ago, text } of task.says ?? []) {
    const at = instantAgo(ago, now);
    const comment = await speak(by, at, "POST", `${issue}/comments`, { body: text });
    // A command that was obeyed carries our answer.
    if (
      text.startsWith("/") &&
      typeof comment === "object" &&
      comment !== null &&
      "id" in comment
    ) {
      const path = `/repos/${repo}/issues/comments/${String(comment.id)}/reactions`;
      await speak(engine, at + 1000, "POST", path, { content: "+1" });
    }
  }
  if (task.planted?.kind !== "not-triaged") {
    await speak(
      engine,
      task.sinceAt,
      "PATCH",
      issue,
      engineWrite(task, numberOf, task.workstream === undefined ? null : milestone, now),
    );
  }
  await plant(speak, issue, task, now);
}

function fleetOf(tasks: readonly PlacedTask[]): SampleFleet {
  const ends = tasks.map((task) => ({ ...task, ends: task.planted?.ends ?? task.now.status }));
  const isOwed = ({ ends }: { ends: Status }) => ends !== "done" && ends !== "archived";
  return {
    repo,
    operator,
    orchestrator,
    reviewers: ["ben", "cleo"],
    agents: agents.map(({ id }) => ({ id, login: loginOf(id) })),
    cast,
    planted: tasks.flatMap(({ number, planted }) =>
      planted === undefined ? [] : [{ number, kind: planted.kind }],
    ),
    expected: {
      statuses: Object.fromEntries(ends.map(({ number, ends }) => [number, ends])),
      counts: countsOf(ends.map(({ ends }) => ends)),
      overdue: ends
        .filter((task) => isOwed(task) && (task.due ?? task.deadline ?? 0) < 0)
        .map(({ number }) => number),
      blockedLong: ends
        .filter((task) => task.ends === "blocked" && task.now.since > 48)
        .map(({ number }) => number),
      stale: tasks.flatMap(({ planted, owner }) =>
        planted?.kind === "silent-agent" ? [owner?.replace("agent:", "") ?? ""] : [],
      ),
    },
  };
}

function countsOf(all: readonly Status[]): Counts {
  const counts = noCounts();
  for (const status of all) counts[status] += 1;
  return counts;
}
