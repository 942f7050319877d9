import { describe, expect, test } from "vitest";
import { sceneIn } from "./scene.ts";

describe("a task has had a setback", () => {
  test("when it failed, at the time of the word", async () => {
    const one = await sceneIn("active");
    expect(one.state()).not.toHaveProperty("setback");
    one.says("atlas-bot", "/fail It cannot be done");
    const at = one.facts().history.at(-1)?.at;
    await one.settles();
    expect(one.state()).toMatchObject({ status: "failed", setback: at });
    one.says("orc", "/triage");
    await one.settles();
    expect(one.state()).toMatchObject({ status: "triaged", setback: at });
  });

  test("when it was reopened", async () => {
    const one = await sceneIn("done");
    expect(one.state()).not.toHaveProperty("setback");
    one.does({ by: "ada", do: "reopen" });
    await one.settles();
    expect(one.state()).toMatchObject({ status: "triaged", setback: expect.any(String) });
  });

  test("not when closing it was undone", async () => {
    const one = await sceneIn("active");
    one.does({ by: "mia", do: "close", reason: "completed" });
    await one.settles();
    expect(one.state()).toMatchObject({ status: "active" });
    expect(one.state()).not.toHaveProperty("setback");
  });
});
