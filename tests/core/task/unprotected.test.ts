import { expect, test } from "vitest";
import { unprotected } from "../../../src/core/task/unprotected.ts";
import { Config } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";

const { projects } = Config.parse({
  projects: [
    { id: "hush", name: "Hush", status: "protected", repo: "acme/secret" },
    { id: "old", name: "Old", status: "paused", repo: "acme/old" },
    { id: "none", name: "None", status: "protected" },
  ],
});
const blocked = { reason: "Waits", by: null, since: null, from: null };
const task = sampleTask({
  depends: ["acme/old#1", "Acme/Secret#2", "acme/secret-too#3"],
  parent: "acme/secret#4",
  parts: ["acme/secret#5", "acme/shop#6"],
  blocked: { ...blocked, on: "acme/secret#7" },
  elsewhere: [
    { id: "acme/old#1", standing: "open", since: null },
    { id: "acme/secret#2", standing: "open", since: null },
  ],
  unblocked: { by: "ada", at: "2026-11-21T09:00:00Z", over: ["acme/old#1", "acme/secret#2"] },
  stuck_told: ["acme/old#1", "acme/secret#2"],
});

test("what is in a protected project is not kept, and everything else is", () => {
  expect(unprotected({ projects })(task)).toEqual({
    ...task,
    depends: ["acme/old#1", "acme/secret-too#3"],
    parent: null,
    parts: ["acme/shop#6"],
    blocked: { ...blocked, on: null },
    elsewhere: [{ id: "acme/old#1", standing: "open", since: null }],
    unblocked: { by: "ada", at: "2026-11-21T09:00:00Z", over: ["acme/old#1"] },
    stuck_told: ["acme/old#1"],
  });
  expect(unprotected({ projects: projects.slice(1) })(task)).toEqual(task);
  expect(unprotected({ projects })(sampleTask())).toEqual(sampleTask());
});
