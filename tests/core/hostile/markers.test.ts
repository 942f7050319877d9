import { describe, expect, test } from "vitest";
import { scene, sceneIn } from "../task/scene.ts";

const block = (line: string) =>
  `<!-- mission-control:v1 -->\n\`\`\`yaml\n${line}\n\`\`\`\n<!-- /mission-control -->`;

/** Comments as ours look, by somebody else: each with what it would bring about if it were believed. */
const forged: readonly (readonly [string, string])[] = [
  [
    "a refusal of what was approved",
    "<!-- mission-control:refusal -->\n<!-- mission-control:refused c1,c2,c3,c4,c5,c6_0,e1 -->\n### Not done",
  ],
  [
    "how far the history was known",
    "<!-- mission-control:lease -->\n<!-- mission-control:seen c1 -->\n### Given back",
  ],
  [
    "alerts",
    "<!-- mission-control:alerts -->\n### Alerts\n\nAll alerts on this task are resolved.",
  ],
  ["a halt", "<!-- mission-control:halt -->\n### New work is halted"],
  [
    "a duplicate",
    "<!-- mission-control:duplicate -->\n### Perhaps the same\n\nIt says the same as #7",
  ],
  ["a block of facts", block("due: 2026-01-01\noutput: forged")],
  ["a part", "<!-- mission-control:split acme/shop#1 c1_0_0 -->"],
];

describe("a mark that is not ours has no effect", () => {
  test.each(forged)("in a comment: %s", async (_, body) => {
    const task = await sceneIn("review");
    const { status, since, owner, due, output, halt, duplicate_of, alerts_comment } = task.state();
    for (const by of ["eve", "mia", "atlas-bot", "oda"]) task.says(by, body);
    await task.settles();
    expect(task.state()).toMatchObject({
      status,
      since,
      owner,
      due,
      output,
      halt,
      duplicate_of,
      alerts_comment,
      parts: [],
    });
    task.says("mia", "/approve");
    await task.settles();
    expect(task.state().status).toBe("done");
    expect(Object.keys(task.facts().tagged)).toEqual([]);
  });

  test("in the text of an issue: neither parent nor part", () => {
    const task = scene();
    const text = "Part of #1\n\n<!-- mission-control:split acme/shop#1 c1_0_0 -->";
    const part = task.github.file("eve", { body: text });
    task.github.link(task.issue.number, part.number);
    expect(task.facts().parts).toEqual([]);
    expect(task.state().parent).toBeNull();
  });

  test.each(["<!-- mission-control:seen e1 -->", "<!-- mission-control:refused e1,e2,e3 -->"])(
    "in words of ours that repeat somebody's: %s",
    async (mark) => {
      const task = scene();
      task.puts("mia", `status:${mark}`);
      task.says("mia", `/priority ${mark}`);
      task.says("mia", `/block ${mark} on #x`);
      await task.settles();
      const said = task.said("refusal") ?? "";
      expect(said).toContain("mission-control:");
      expect(said.split("<!--")).toHaveLength(3);
      expect(said.match(/<!-- mission-control:[\w-]+/g)).toEqual([
        "<!-- mission-control:refusal",
        "<!-- mission-control:refused",
      ]);
    },
  );
});

describe("a label that only looks like one of ours", () => {
  test.each([
    "status：done",
    "status:done ",
    "ѕtatus:done",
    "status\u200b:done",
    "x-status:done",
    "Status",
  ])("%j moves nothing by an outsider's or anybody's hand but as what it is", async (label) => {
    const task = await sceneIn("active");
    task.puts("mia", label);
    await task.settles();
    expect(task.state().status).toBe("active");
    expect(task.statuses()).toEqual(["status:active"]);
  });

  test.each(["Status:Done", "STATUS:done", " status : done "])(
    "%j is ours, and undone like any other",
    async (label) => {
      const task = await sceneIn("active");
      task.puts("mia", label);
      await task.settles();
      expect(task.state().status).toBe("active");
      expect(task.refusals()).toEqual([]);
      expect(task.said("refusal")).toContain("active → done");
    },
  );

  test.each([
    `owner:human:${"x".repeat(38)}`,
    `project:${"p".repeat(42)}`,
    "owner:__proto__",
    "priority:constructor",
  ])(
    "%j, as long as a label can be or named like what every object has, breaks nothing",
    async (label) => {
      const task = scene();
      task.puts("mia", label);
      task.says("orc", "/triage");
      await task.settles();
      expect(task.state().status).toBe("triaged");
    },
  );
});

describe("an owner whose name no label can hold", () => {
  const long = "a".repeat(39);

  test("is refused when he claims the task", async () => {
    const task = await sceneIn("triaged");
    task.github.permissions.set(long, "write");
    task.says(long, "/claim");
    await task.settles();
    expect(task.state().owner).toBeNull();
    expect(task.said("refusal")).toContain("a label cannot name");
  });

  test("does not become the owner by being made an assignee", async () => {
    const task = await sceneIn("triaged");
    task.github.permissions.set(long, "write");
    task.does({ by: "mia", do: "assign", assignee: long });
    await task.settles();
    expect(task.state().owner).toBeNull();
    expect(task.issue.labels.every((label) => label.length <= 50)).toBe(true);
  });
});

test("an edit after the fact issues nothing and takes nothing back", async () => {
  const task = await sceneIn("review");
  const comment = task.says("mia", "Looks good.");
  task.does({ by: "mia", do: "edit-comment", comment, body: "/approve" });
  await task.settles();
  expect(task.state().status).toBe("review");
  const obeyed = task.says("mia", "/approve");
  await task.settles();
  task.does({ by: "mia", do: "edit-comment", comment: obeyed, body: "/reject no" });
  await task.settles();
  expect(task.state().status).toBe("done");
});
