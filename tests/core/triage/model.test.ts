import { describe, expect, test } from "vitest";
import { decideTask } from "../../../src/core/task/decide.ts";
import { mayAskModelAt } from "../../../src/core/triage/model-url.ts";
import { confidenceOf, suggest } from "../../../src/core/triage/suggest.ts";
import type { Classified, TaskFacts } from "../../../src/core/facts.ts";
import { Agents, Config } from "../../../src/schema/index.ts";
import { factsOf } from "../../support/fake-forge.ts";
import { fakeGitHub } from "../../support/fake-github.ts";

const url = "https://models.example.com/v1";
const because = "the model says: so";
const all: Classified = {
  kind: { value: "bug", confidence: 0.9, because },
  priority: { value: "high", confidence: 0.8, because },
  domain: { value: "infra", confidence: 0.7, because },
};

function configOf(triage: object = {}): Config {
  return Config.parse({ triage: { model: { url }, ...triage } });
}

describe("what a model says", () => {
  type Row = [string, string, string, readonly string[], Classified, object];
  const said = (value: string, confidence: number): Classified => ({
    kind: { value, confidence, because },
  });
  test.each<Row>([
    [
      "fills what nothing else says",
      "Hello",
      "",
      [],
      all,
      { kind: "bug", priority: "high", domain: "infra" },
    ],
    [
      "overrides no label",
      "Hello",
      "",
      ["kind:support"],
      all,
      { kind: "support", domain: "infra" },
    ],
    [
      "overrides no form",
      "Hello",
      "### Priority\n\nlow",
      [],
      all,
      { priority: "low", kind: "bug" },
    ],
    [
      "overrides no word",
      "Investigate the api",
      "",
      [],
      all,
      { kind: "research", domain: "backend" },
    ],
    ["counts from the least confidence on", "Hello", "", [], said("bug", 0.6), { kind: "bug" }],
    ["counts no more below it", "Hello", "", [], said("bug", 0.59), { kind: "task" }],
    [
      "counts only when it is a value of that fact",
      "Hello",
      "",
      [],
      said("high", 0.9),
      { kind: "task" },
    ],
  ])("%s", (_, title, body, labels, classified, expected) => {
    const found = suggest({ title, body, labels }, configOf(), classified);
    const values = Object.entries(found).map(([fact, { value }]) => [fact, value]);
    expect(Object.fromEntries(values)).toMatchObject(expected);
  });

  test("counts as decided, and never as sure as a person", () => {
    const item = { title: "Hello", body: "", labels: [] };
    expect(confidenceOf(suggest(item, configOf()))).toBe(0);
    expect(confidenceOf(suggest(item, configOf(), all))).toBe(1);
    const sure = suggest(item, configOf(), said("bug", 1));
    expect(sure.kind).toEqual({ value: "bug", confidence: 0.99, because });
    const unsure = configOf({ model: { url, min_confidence: 0 } });
    expect(confidenceOf(suggest(item, unsure, said("bug", 0)))).toBe(0);
  });

  test("counts for nothing where none is configured", () => {
    const none = Config.parse({});
    expect(suggest({ title: "Hello", body: "", labels: [] }, none, all).kind?.value).toBe("task");
  });
});

describe("whether a model is asked", () => {
  const engine = "mission-control[bot]";
  function filed(title: string, labels: readonly string[] = []): TaskFacts {
    const github = fakeGitHub({ permissions: { mia: "triage" }, apps: [engine] });
    return factsOf(github, github.file("mia", { title, labels }), new Set([engine]));
  }
  function triaged(): TaskFacts {
    const github = fakeGitHub({ permissions: { mia: "triage" }, apps: [engine] });
    const issue = github.file("mia");
    github.act({ by: engine, do: "label", issue: issue.number, add: ["status:triaged"] });
    return factsOf(github, issue, new Set([engine]));
  }
  const asksFor = (facts: TaskFacts, config = configOf()) =>
    decideTask(facts, { config, agents: Agents.parse({ agents: [] }) }, Date.parse(facts.createdAt))
      .judgement.asked.classify;

  test.each<[string, TaskFacts, Config, boolean]>([
    ["a new item of which nothing is known", filed("Hello"), configOf(), true],
    ["a new item with one thing open", filed("The api has an error"), configOf(), true],
    [
      "a new item that the rules know all of",
      filed("Urgent: the api has an error"),
      configOf(),
      false,
    ],
    ["an item that waits in the inbox", filed("Hello", ["status:inbox"]), configOf(), true],
    ["an item of which it was asked", { ...filed("Hello"), classified: {} }, configOf(), false],
    ["an item that is closed", { ...filed("Hello"), state: "closed" }, configOf(), false],
    ["a task that is triaged", triaged(), configOf(), false],
    ["a new item without automatic triage", filed("Hello"), configOf({ automatic: false }), false],
    ["a new item without a model", filed("Hello"), Config.parse({}), false],
  ])("of %s", (_, facts, config, asked) => {
    expect(asksFor(facts, config)).toBe(asked);
  });

  test("is the only thing that its silence changes: the rules alone decide then", () => {
    const policy = { config: configOf(), agents: Agents.parse({ agents: [] }) };
    const now = Date.parse("2026-11-21T07:05:00Z");
    const facts = filed("Hello");
    const { plan } = decideTask({ ...facts, classified: {} }, policy, now);
    const without = { ...policy, config: Config.parse({}) };
    expect(plan).toEqual(decideTask(facts, without, now).plan);
  });
});

test.each([
  ["https://api.example.com/v1", true],
  ["http://localhost:11434/v1", true],
  ["http://127.0.0.1:8080", true],
  ["http://[::1]:8080/v1", true],
  ["http://api.example.com/v1", false],
  ["http://localhost.example.com/v1", false],
  ["http://127.0.0.1@example.com/v1", false],
  ["https://user:secret@example.com/v1", false],
  ["https://example.com/v1#x", false],
  ["ftp://example.com", false],
  ["file:///etc/passwd", false],
  ["models.example.com", false],
  ["", false],
])("a model may be asked at %j: %s", (address, allowed) => {
  expect(mayAskModelAt(address)).toBe(allowed);
});
