import { notFound, Refusal, type Answer, type AnyCall, type Local } from "./call.ts";
import { shape, type MilestoneJson } from "./json.ts";
import { proxy } from "./proxy.ts";
import { recount } from "./recount.ts";
import type { Repo } from "./world.ts";

/** Earliest due date first when nothing is asked for, which the emulator has the other way round. */
export async function listMilestones(call: AnyCall, local: Local): Promise<Answer> {
  const query = new URLSearchParams(call.query);
  if (!query.has("direction")) query.set("direction", "asc");
  const target = `${call.target.split("?")[0]}?${query}`;
  const answer = await proxy({ ...call, target }, local);
  const milestones = shape<readonly MilestoneJson[]>(answer.json);
  return { ...answer, json: milestones.map((one) => counted(call.repo, one)) };
}

export async function getMilestone(call: AnyCall, local: Local): Promise<Answer> {
  const answer = await proxy(call, local);
  return { ...answer, json: counted(call.repo, shape<MilestoneJson>(answer.json)) };
}

/** Creates or changes a milestone; no two of a repository have one title. */
export async function writeMilestone(call: AnyCall, local: Local): Promise<Answer> {
  const { repo, body, params } = call;
  if (repo === null) throw notFound();
  const number = Number(params["milestone_number"] ?? Number.NaN);
  const isTaken = [...repo.milestones.values()].some(
    (one) => one.number !== number && one.title === body["title"],
  );
  if (isTaken) {
    throw new Refusal(422, "Validation Failed", [
      { resource: "Milestone", code: "already_exists", field: "title" },
    ]);
  }
  const answer = await proxy(call, local);
  const milestone = shape<MilestoneJson>(answer.json);
  repo.milestones.set(milestone.number, milestone);
  recount(repo);
  return { ...answer, json: counted(repo, milestone) };
}

/** Issues of a deleted milestone have none. */
export async function deleteMilestone(call: AnyCall, local: Local): Promise<Answer> {
  const { repo, params } = call;
  if (repo === null) throw notFound();
  const answer = await proxy(call, local);
  const number = Number(params["milestone_number"]);
  repo.milestones.delete(number);
  for (const thread of repo.threads.values()) {
    if (thread.issue.milestone?.number !== number) continue;
    thread.issue = { ...thread.issue, milestone: null };
  }
  return answer;
}

function counted(repo: Repo | null, milestone: MilestoneJson): MilestoneJson {
  return repo?.milestones.get(milestone.number) ?? milestone;
}
