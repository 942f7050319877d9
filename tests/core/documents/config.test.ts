import { describe, expect, test } from "vitest";
import { loadPolicy } from "../../../src/app/load-policy.ts";
import { readAgents, readConfig } from "../../../src/app/read-config.ts";

function complaints(text: string): readonly string[] {
  return readConfig(text, "c.yml").findings.map(
    ({ path, code, message }) => `${path} ${code} ${message}`,
  );
}

describe("reading the configuration", () => {
  test("no file and an empty file give the defaults", () => {
    expect(readConfig(null)).toEqual(readConfig(""));
    expect(readConfig(null).config?.data_branch).toBe("mission-control");
    expect(readConfig("# nothing yet\n").findings).toEqual([]);
  });

  test("what is set is set, and the rest keeps its default", () => {
    const { config } = readConfig("operators: [ada]\nrules:\n  blocked_long:\n    hours: 12\n");
    expect(config).toMatchObject({
      operators: ["ada"],
      rules: { blocked_long: { hours: 12 } },
      timezone: "UTC",
    });
  });

  test.each([
    [
      "an unknown key, with the one that was meant",
      "timezone: UTC\noperatorz: [ada]\n",
      ['c.yml:2:1 unknown-key operatorz is not known here (did you mean "operators"?)'],
    ],
    [
      "an unknown key further down",
      "rules:\n  blocked_long:\n    hour: 3\n",
      ['c.yml:3:5 unknown-key rules.blocked_long.hour is not known here (did you mean "hours"?)'],
    ],
    [
      "an unknown key that is near nothing",
      "zebra: 1\n",
      ["c.yml:1:1 unknown-key zebra is not known here"],
    ],
    [
      "a wrong type",
      "operators: ada\n",
      ['c.yml:1:1 wrong-value operators: expected array, found "ada"'],
    ],
    [
      "a number out of bounds",
      "rules: { blocked_long: { hours: -1 } }\n",
      ["c.yml:1:26 wrong-value rules.blocked_long.hours: expected number to be >0, found -1"],
    ],
    [
      "a word that is not on the list",
      "triage:\n  default_kind: tsk\n",
      [
        'c.yml:2:3 wrong-value triage.default_kind: expected "task", "bug", "project-note", "decision", "automation", ' +
          '"backoffice", "research", "support", "archive", found "tsk" (did you mean "task"?)',
      ],
    ],
    [
      "a missing key, at the item that lacks it",
      "projects:\n  - id: a\n    name: A\n  - id: b\n",
      ["c.yml:4:5 missing-key projects[1].name is missing: expected string"],
    ],
    [
      "a project's repository without its owner",
      "projects: [{ id: a, name: A, repo: shop }]\n",
      ['c.yml:1:30 wrong-value projects[0].repo: expected owner/name, found "shop"'],
    ],
    [
      "a key that is there twice",
      "timezone: UTC\ntimezone: UTC\n",
      ["c.yml:2:1 duplicate-key this key is there twice"],
    ],
    [
      "an unknown zone",
      "version: 1\ntimezone: Mars/Base\n",
      [
        'c.yml:2:1 impossible timezone: expected an IANA zone such as "Europe/Paris", found "Mars/Base"',
      ],
    ],
    [
      "one branch for two things",
      "data_branch: a\nscreenshot_branch: a\n",
      [
        "c.yml:2:1 impossible screenshot_branch: expected another branch than data_branch, it is replaced as a whole",
      ],
    ],
    [
      "a branch that cannot be one",
      "data_branch: a..b\n",
      ['c.yml:1:1 impossible data_branch: "a..b" cannot name a branch'],
    ],
    [
      "a project that is there twice",
      "projects:\n  - { id: a, name: A }\n  - { id: a, name: B }\n",
      ['c.yml:3:7 impossible the project "a" is there twice'],
    ],
    [
      "an operator who is the engine",
      "operators:\n  - ada\n  - GitHub-Actions[bot]\n",
      [
        "c.yml:3:5 impossible GitHub-Actions[bot] is one of engine.logins: its commands would be ignored",
      ],
    ],
  ])("%s is said with its place", (_title, text, expected) => {
    expect(complaints(text)).toEqual(expected);
    expect(readConfig(text).config).toBeNull();
  });

  test("a syntax error is a finding at its line", () => {
    const [found, ...others] = readConfig("operators: [ada\ntimezone: UTC\n", "c.yml").findings;
    expect(found).toMatchObject({ code: "syntax", file: "c.yml", line: 2 });
    expect(others.length).toBeLessThan(3);
  });

  test.each([
    [
      "aliases that multiply",
      [
        "a: &a [x,x,x,x,x,x,x,x,x]",
        ..."bcdefghi"
          .split("")
          .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`),
      ].join("\n"),
    ],
    ["nesting without end", "[".repeat(100_000)],
    ["a list at the root", "- 1\n"],
    ["a tag nobody knows", "!!js/function 'x'"],
    ["a key that is a prototype", "__proto__: { a: 1 }\nconstructor: 1\n"],
    ["bytes that are no text", "\u0000\u0001\ufffd"],
  ])("%s is refused, not thrown", (_title, text) => {
    const { config, findings } = readConfig(text);
    expect(config).toBeNull();
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe("reading the registry of agents", () => {
  test("nobody when there is no file", () => {
    expect(readAgents(null)).toEqual({ agents: { version: 1, agents: [] }, findings: [] });
  });

  test("an id that is taken is said with both places", () => {
    const text =
      "agents:\n  - { id: atlas, role: QA }\n  - { id: iris, role: QA }\n  - id: atlas\n    role: Infra\n";
    expect(readAgents(text, "a.yml").findings).toMatchObject([
      {
        code: "duplicate-id",
        line: 4,
        column: 5,
        message: 'the agent id "atlas" is taken, in line 2',
      },
    ]);
  });

  test("no agent writes as a login that the configuration beside it calls its own", async () => {
    const files = new Map([
      [".github/mission-control.yml", "engine: { logins: [control-bot] }\n"],
      [".github/agents.yml", "agents: [{ id: atlas, role: QA, login: Control-Bot }]\n"],
    ]);
    await expect(loadPolicy((path) => Promise.resolve(files.get(path) ?? null))).rejects.toThrow(
      ".github/agents.yml:1:33: Control-Bot is one of engine.logins",
    );
  });

  test("an id must fit a label", () => {
    expect(readAgents("agents: [{ id: Atlas, role: QA }]").findings).toMatchObject([
      { message: 'agents[0].id: expected lower-case letters, digits and hyphens, found "Atlas"' },
    ]);
  });
});
