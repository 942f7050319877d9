import { expect, test } from "vitest";
import { type Scene, scene, sceneIn } from "./scene.ts";

const back = (one: Scene) => one.state().given_back;

/** Planned with all that an owner needs, and taken by atlas. */
async function claimed(): Promise<Scene> {
  const one = await sceneIn("assigned");
  await one.settles();
  return one;
}

test("nobody has given back what was never anybody's", () => {
  expect(back(scene())).toEqual([]);
});

test("who holds a task has not given it back", async () => {
  const one = await claimed();
  expect(one.state()).toMatchObject({ owner: "agent:atlas", given_back: [] });
});

test.each([
  ["itself", "atlas-bot"],
  ["an orchestrator", "orc"],
])("an owner from whom %s releases the task", async (_, by) => {
  const one = await claimed();
  one.says(by, "/release");
  await one.settles();
  expect(one.state()).toMatchObject({
    status: "planned",
    owner: null,
    given_back: ["agent:atlas"],
  });
});

test("an owner from whom a label takes it", async () => {
  const one = await claimed();
  one.puts("orc", "status:planned");
  await one.settles();
  expect(one.state()).toMatchObject({ status: "planned", given_back: ["agent:atlas"] });
});

test("a release that was refused gives nothing back", async () => {
  const one = await claimed();
  one.says("stranger", "/release");
  await one.settles();
  expect(one.state()).toMatchObject({ owner: "agent:atlas", given_back: [] });
});

test("a lease that a rule ended was not given back: whoever returns may have it again", async () => {
  const one = await claimed();
  const { lease, last_work } = one.state();
  await one.settles({
    orders: [
      {
        repo: one.facts().repo,
        number: one.facts().number,
        kind: "release",
        rule: "agent-silent",
        expects: {
          status: "assigned",
          owner: "agent:atlas",
          epoch: lease?.epoch ?? null,
          last_work,
        },
        why: "Silent.",
        evidence: [],
      },
    ],
  });
  expect(one.state()).toMatchObject({ status: "planned", owner: null, given_back: [] });
});

test("each of several owners is named once, in order", async () => {
  const one = await claimed();
  for (const text of ["/release", "/assign hermes", "/release", "/assign atlas", "/release"]) {
    one.says("orc", text);
    await one.settles();
  }
  expect(back(one)).toEqual(["agent:atlas", "agent:hermes"]);
});
