import { describe, expect, test } from "vitest";
import { classifyOnce } from "../../src/app/classify-once.ts";
import { settle, type SettleContext } from "../../src/app/settle.ts";
import type { Classified } from "../../src/core/facts.ts";
import { OutsideError } from "../../src/errors.ts";
import type { Log } from "../../src/ports.ts";
import { Agents, Config } from "../../src/schema/index.ts";
import { fakeForge } from "../support/fake-forge.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const engine = "mission-control[bot]";
const because = "the model says: so";
const bug: Classified = { kind: { value: "bug", confidence: 0.9, because } };

/** A repository whose configuration names a model that answers so. */
function room(answer: () => Promise<Classified>, triage: object = {}) {
  const github = fakeGitHub({ permissions: { mia: "triage", orc: "triage" }, apps: [engine] });
  const asked: string[] = [];
  const warnings: string[] = [];
  const log: Log = {
    debug: () => {},
    info: () => {},
    warn: (message) => void warnings.push(message),
    error: () => {},
  };
  const classifier = {
    classify: ({ title, body }: { title: string; body: string }) => {
      asked.push(`${title} ${body}`.trim());
      return answer();
    },
  };
  const config = Config.parse({
    orchestrators: ["orc"],
    triage: { model: { url: "https://models.example.com/v1" }, ...triage },
  });
  const context: SettleContext = {
    forge: fakeForge(github, { login: engine }),
    claims: memoryClaims(github.now),
    clock: { now: github.now, sleep: async (ms) => github.advance(ms) },
    log,
    policy: { config, agents: Agents.parse({ agents: [] }) },
    dryRun: false,
    classify: classifyOnce(classifier, log),
  };
  const settled = async (number: number) => {
    github.advance(2000);
    await settle({ repo: github.repo, number }, context);
    return github.issue(number).labels.toSorted();
  };
  return { github, asked, warnings, settled };
}

const away = () => Promise.reject(new OutsideError("the model is away"));

describe("a model", () => {
  test("is asked once about a new item, whose labels then stand", async () => {
    const { github, asked, settled } = room(() => Promise.resolve(bug));
    const { number } = github.file("mia", { title: "Hello" });
    expect(await settled(number)).toEqual(["kind:bug", "priority:medium", "status:triaged"]);
    github.act({ by: "mia", do: "comment", issue: number, body: "/priority high" });
    expect(await settled(number)).toEqual(["kind:bug", "priority:high", "status:triaged"]);
    expect(asked).toEqual(["Hello"]);
  });

  test("is not asked about an item that the rules know all of", async () => {
    const { github, asked, settled } = room(() => Promise.resolve(bug));
    const { number } = github.file("mia", { title: "Urgent: investigate the api" });
    expect(await settled(number)).toContain("kind:research");
    expect(asked).toEqual([]);
  });

  test("is asked again about an item that waits only when that says something else", async () => {
    const { github, asked, settled } = room(() => Promise.resolve(bug), { min_confidence: 0.6 });
    const { number } = github.file("mia", { title: "Hello" });
    expect(await settled(number)).toEqual(["status:inbox"]);
    expect(await settled(number)).toEqual(["status:inbox"]);
    expect(asked).toEqual(["Hello"]);
    github.patch("mia", number, { body: "The api" });
    expect(await settled(number)).toEqual([
      "domain:backend",
      "kind:bug",
      "priority:medium",
      "status:triaged",
    ]);
    expect(asked).toEqual(["Hello", "Hello The api"]);
  });

  test("that fails leaves the item to the rules alone, is told of once, and in the end not asked", async () => {
    const { github, asked, warnings, settled } = room(away);
    for (const title of ["One", "Two", "Three", "Four"]) {
      const { number } = github.file("mia", { title });
      expect(await settled(number)).toEqual(["kind:task", "priority:medium", "status:triaged"]);
    }
    expect(asked).toEqual(["One", "Two", "Three"]);
    expect(warnings).toHaveLength(3);
  });

  test("that has a fault of ours is not passed over", async () => {
    const { github, settled } = room(() => Promise.reject(new TypeError("a fault")));
    const { number } = github.file("mia", { title: "One" });
    await expect(settled(number)).rejects.toThrow("a fault");
    expect(github.issue(number).labels).toEqual([]);
  });
});
