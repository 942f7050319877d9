import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleFleetOptions } from "../../../src/local/sample-fleet/index.ts";
import type { DataWorkstream } from "../../../src/schema/index.ts";
import { type SampleRoom, startSampleRoom } from "../../support/sample-room.ts";
import { cli, type Ran } from "./harness.ts";

const now = "2026-11-21T09:30:00Z";
const { repo, operator } = sampleFleetOptions;
let room: SampleRoom;
let early: Ran;

async function run(...argv: readonly string[]): Promise<Ran> {
  const { github } = room;
  return await cli([...argv, "--now", now], {
    env: {
      GITHUB_TOKEN: github.token(operator),
      GITHUB_API_URL: github.url,
      GITHUB_REPOSITORY: repo,
    },
  });
}

function items({ json }: Ran): readonly DataWorkstream[] {
  return json()["items"] as readonly DataWorkstream[];
}

beforeAll(async () => {
  room = await startSampleRoom(Date.parse(now));
  early = await run("workstream");
  await room.tick();
});
afterAll(() => room.github.close());

describe("mission-control workstream", () => {
  test("before the first tick says that there is no snapshot yet", () => {
    expect([early.code, early.out]).toEqual([0, "no workstream is configured\n"]);
    expect(early.err).toContain("has no snapshot on mission-control yet");
  });

  test("tells clock, finish, next action, schedule, path, risks, criteria and what if", async () => {
    const { code, out } = await run("workstream");
    expect(code).toBe(0);
    const [stream] = items(await run("workstream", "--json"));
    const number = (id: string) => id.slice(repo.length);
    expect(out).toContain("Gift cards: Sell gift cards before the season begins\nhour 30 of 168");
    expect(out).toContain("expected finish: hour 78 (2026-11-23T09:30:00Z), 90 h before the end");
    expect(out).toContain(`next: ${stream?.next[0]?.text}, by reviewer`);
    expect(out).toContain(`critical path (*): ${stream?.critical_path.map(number).join(" → ")}`);
    for (const { text } of stream?.risks ?? []) expect(out).toContain(text);
    expect(out).toContain("[x] VAT is booked when the accountant says so (met, done: #");
    expect(out).toContain("8 h late: finish hour 86 (+8 h)");
    const rows = out.split("\n").filter((line) => /^[* ]  #\d+ +\w+ +(agent|human):/.test(line));
    expect(rows.map((row) => /#\d+/.exec(row)?.[0])).toEqual(
      stream?.tasks.map(({ id }) => number(id)),
    );
  });

  test("answers what becomes of the rest when one task is late, critical or not", async () => {
    const [stream] = items(await run("workstream", "Gift cards", "--json"));
    const mail = stream?.tasks.find(({ title }) => title === "Send the gift card by mail");
    const { out } = await run("workstream", "gift cards", "--late", `#${mail?.number}=3d`);
    // It can be late for 118 h before the end is, and 28 h before the sale has to wait for it.
    expect(out).toContain(
      `#${mail?.number} 72 h late: finish hour 122 (+44 h), then late as well: `,
    );
  });

  test.each([
    ["a name that is none", ["Gift card"], 'did you mean "Gift cards"'],
    ["a delay that is none", ["--late", "#12 by a day"], "expected a task and a time"],
    ["a delay of more than ten years", ["--late", "#12=9999w"], "expected a task and a time"],
    ["a task that is in no workstream", ["--late", "#9999=1h"], "no open task of a workstream"],
    ["a task that is done", ["--late", "#47=1h"], "no open task of a workstream"],
  ])("refuses %s", async (_, argv, hint) => {
    const { code, out, err } = await run("workstream", ...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(hint);
  });
});
