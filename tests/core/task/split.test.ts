import { describe, expect, test } from "vitest";
import { splitIn, splitLine } from "../../../src/core/task/split.ts";
import { engine, type Scene, scene, sceneIn } from "./scene.ts";

function partsOf(one: Scene) {
  return [...one.github.issues.values()].filter(({ number }) => number !== one.issue.number);
}

async function splitScene() {
  const one = scene({
    labels: ["priority:high", "domain:backend", "risk:red", "good first issue"],
  });
  one.says("orc", "/triage kind=bug project=shop");
  await one.settles();
  return one;
}

describe("/split", () => {
  test("makes the parts, links and lists them, and then answers", async () => {
    const one = await splitScene();
    const comment = one.says("orc", '/split "the page" "the test"');
    const effects = await one.settles();
    expect(effects.map(({ type }) => type)).toEqual([
      "create-issue",
      "create-issue",
      "comment",
      "react",
    ]);
    expect(partsOf(one).map(({ title, parent }) => [title, parent])).toEqual([
      ["the page", 1],
      ["the test", 1],
    ]);
    expect(one.said("split")).toContain("- #2\n- #3");
    expect(one.answer(comment)).toBe("+1");
    expect(one.state().parts).toEqual(["acme/shop#2", "acme/shop#3"]);
  });

  test("hands down priority, domain, project and kind, and says where a part comes from", async () => {
    const one = await splitScene();
    const comment = one.says("orc", '/split "the page" "the test"');
    await one.settles();
    const [part] = partsOf(one);
    expect(part?.labels.toSorted()).toEqual([
      "domain:backend",
      "kind:bug",
      "priority:high",
      "project:shop",
    ]);
    expect(part?.body).toContain("Part of #1");
    expect(splitIn(part?.body ?? "")).toEqual({ task: "acme/shop#1", key: `c${comment}_0_0` });
  });

  test("does not make again what a run that died had made, and links what it had not", async () => {
    const one = await splitScene();
    const comment = one.says("orc", '/split "the page" "the test"');
    const body = `Part of #1\n\n${splitLine("acme/shop#1", `c${comment}_0_0`)}`;
    one.github.file(engine, { title: "the page", body });
    const effects = await one.settles();
    expect(effects.map(({ type }) => type)).toEqual([
      "create-issue",
      "link-part",
      "comment",
      "react",
    ]);
    expect(partsOf(one).map(({ parent }) => parent)).toEqual([1, 1]);
  });

  test("is not taken in by a part that somebody else filed", async () => {
    const one = await splitScene();
    const comment = one.says("orc", '/split "the page" "the test"');
    const body = `Part of #1\n\n${splitLine("acme/shop#1", `c${comment}_0_0`)}`;
    one.github.file("sam", { title: "mine", body });
    await one.settles();
    expect(one.state().parts).toHaveLength(2);
    expect(partsOf(one).filter(({ author }) => author === engine)).toHaveLength(2);
  });

  test("writes nothing else before its parts are there", async () => {
    const one = await sceneIn("assigned");
    one.says("atlas-bot", '/split "the page" "the test"\n/start');
    expect(one.decides().plan.effects.map(({ type }) => type)).toEqual([
      "create-issue",
      "create-issue",
    ]);
    await one.settles();
    expect(one.statuses()).toEqual(["status:active"]);
  });

  test("twice makes other parts", async () => {
    const one = await splitScene();
    one.says("orc", '/split "the page" "the test"');
    await one.settles();
    one.says("orc", '/split "the page" "the test"');
    await one.settles();
    expect(partsOf(one)).toHaveLength(4);
  });

  test("makes at most 20 parts a comment, whatever the number of commands in it", async () => {
    const one = await splitScene();
    const titles = Array.from({ length: 12 }, (_, index) => `part-${index}`).join(" ");
    one.says("orc", `/split ${titles}\n/split ${titles}`);
    await one.settles();
    expect(partsOf(one)).toHaveLength(12);
    expect(one.said("refusal")).toContain("one comment makes at most 20 parts");
  });

  test("is not for strangers", async () => {
    const one = await splitScene();
    const comment = one.says("sam", '/split "the page" "the test"');
    await one.settles();
    expect([partsOf(one).length, one.answer(comment)]).toEqual([0, "-1"]);
  });
});
