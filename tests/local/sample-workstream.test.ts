import { parse } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ticked } from "../../src/app/tick.ts";
import { sampleFleetOptions } from "../../src/local/sample-fleet/index.ts";
import { Data, type DataWorkstream } from "../../src/schema/index.ts";
import { type SampleRoom, startSampleRoom } from "../support/sample-room.ts";
import { type FiledTask, plainForecast, readFiledTask } from "./plain-forecast.ts";

const { repo } = sampleFleetOptions;
const hour = 3_600_000;
const now = Date.parse("2026-11-21T09:30:00Z");
const start = now - 30 * hour;

let room: SampleRoom;
let ticked: Ticked;
let shown: DataWorkstream;
let filed: readonly FiledTask[];
let configuration: { workstreams: Record<string, unknown>[] };

beforeAll(async () => {
  room = await startSampleRoom(now);
  const { forge } = room;
  // As they are on GitHub before Mission Control has seen any of them.
  filed = await readFiled();
  configuration = parse((await forge.readFile(repo, null, ".github/mission-control.yml")) ?? "");
  ticked = await room.tick();
  const text = await forge.readFile(repo, "mission-control", "docs/mission-control/data.json");
  const [first] = Data.parse(JSON.parse(text ?? "")).workstreams.items;
  if (first === undefined) throw new Error("data.json has no workstream");
  shown = first;
});
afterAll(() => room.github.close());

async function readFiled(): Promise<readonly FiledTask[]> {
  const { octokit } = room;
  const [owner = "", name = ""] = repo.split("/");
  const where = { owner, repo: name, per_page: 100 };
  const [milestone] = (await octokit.rest.issues.listMilestones(where)).data;
  const list = { ...where, state: "all", milestone: String(milestone?.number) } as const;
  const issues = await octokit.paginate(octokit.rest.issues.listForRepo, list);
  const read = issues.map(async ({ number, body, labels }) => {
    const about = { ...where, issue_number: number };
    const comments = await octokit.paginate(octokit.rest.issues.listComments, about);
    const names = labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));
    return readFiledTask(number, body ?? "", names, comments);
  });
  return await Promise.all(read);
}

describe("the sample workstream, as it is filed", () => {
  it("has 17 tasks over four owners, with five deadlines and priorities from urgent to low", () => {
    expect(filed).toHaveLength(17);
    expect(new Set(filed.map(({ owner }) => owner))).toEqual(
      new Set(["agent:maple", "agent:nimbus", "agent:opal", "human:cleo"]),
    );
    const due = filed.map((task) => (task.due - start) / hour);
    expect([...new Set(due)].toSorted((a, b) => a - b)).toEqual([24, 48, 72, 96, 120]);
    expect(new Set(filed.map(({ priority }) => priority))).toEqual(
      new Set(["urgent", "high", "medium", "low"]),
    );
  });

  it("has one task blocked on another owner's fix, and one that two owners share", () => {
    const blocked = filed.filter(({ status }) => status === "blocked");
    const fix = filed.find(({ number }) => number === blocked[0]?.blockedOn);
    expect(blocked).toHaveLength(1);
    expect(fix?.owner).not.toBe(blocked[0]?.owner);
    expect(filed.filter(({ shared }) => shared.length > 0)).toMatchObject([
      { owner: "agent:nimbus", shared: ["agent:maple"] },
    ]);
  });

  it("has check-ins in every hour of the first day, seven criteria and a go/no-go at hour 168", () => {
    const hours = new Set(
      filed.flatMap(({ checkins }) => checkins.map(({ at }) => Math.floor((at - start) / hour))),
    );
    for (let each = 0; each < 24; each++) expect(hours, `hour ${each}`).toContain(each);
    expect(configuration.workstreams).toMatchObject([
      { hours: 168, go_no_go: 168, criteria: { length: 7 } },
    ]);
  });

  it("says nothing anywhere of a critical path, a slack or a finish", () => {
    const keys = configuration.workstreams.flatMap((entry) => Object.keys(entry));
    expect(keys.filter((key) => /path|slack|finish|critical/.test(key))).toEqual([]);
    expect(filed.flatMap(({ keys: own }) => own)).not.toContain("slack");
  });
});

describe("the sample workstream, as it is shown", () => {
  const plain = () => plainForecast(filed, { now, end: start + 168 * hour });

  it("finishes when plain addition over what is filed says so", () => {
    expect(Date.parse(shown.finish ?? "")).toBe(plain().finish);
    expect(shown.spare).toBe((start + 168 * hour - plain().finish) / hour);
  });

  it("has the critical path and the slack that plain addition gives", () => {
    expect(shown.critical_path.map((id) => Number(id.split("#")[1]))).toEqual(plain().path);
    const slack = Object.fromEntries(shown.tasks.map((task) => [task.number, task.slack]));
    expect(slack).toEqual(plain().slack);
  });

  it("has a critical path through three owners or more", () => {
    const owners = shown.tasks.filter(({ critical }) => critical).map(({ owner }) => owner);
    expect(new Set(owners).size).toBeGreaterThanOrEqual(3);
  });

  it("knows its clock, its progress, and what is met", () => {
    expect(shown).toMatchObject({ hour: 30, hours: 168, verdict: "pending", goal: /./ });
    expect(shown.counts).toMatchObject({ tasks: 17, done: 4, open: 13 });
    expect(shown.criteria.filter(({ status }) => status === "met")).toHaveLength(1);
  });

  it("names the risks that are in it, and no other", () => {
    const late = plain().late;
    expect(late).toHaveLength(1);
    const kinds = shown.risks.map(({ kind, evidence }) => [kind, evidence[0]]);
    const of = (status: string) => filed.find((task) => task.status === status)?.number;
    const shared = filed.find((task) => task.shared.length > 0)?.number;
    expect(kinds).toEqual([
      ["deadline", `${repo}#${late[0]}`],
      ["blocked", `${repo}#${of("blocked")}`],
      ["joint", `${repo}#${shared}`],
    ]);
  });

  it("recommends what holds up others and can be done now", () => {
    const review = filed.find(({ status }) => status === "review");
    expect(shown.next[0]).toMatchObject({ kind: "review", id: `${repo}#${review?.number}` });
    expect(shown.next[1]).toMatchObject({
      kind: "finish",
      reason: expect.stringMatching(/^#\d+ cannot move before/),
    });
  });

  it("is in the snapshot with its verdict and its path, and with no hour of the day", () => {
    const kept = ticked.state.workstreams["Gift cards"];
    expect(kept).toMatchObject({ verdict: "pending", critical_path: shown.critical_path });
    expect(Object.keys(kept ?? {})).not.toContain("finish");
  });
});
