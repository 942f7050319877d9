import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { inputs, outputs, readInputs } from "../../../src/entry/action/inputs.ts";
import { UserError } from "../../../src/errors.ts";

const action = parse(readFileSync("action.yml", "utf8"));
const least = { INPUT_TOKEN: "t" };

describe("action.yml", () => {
  test("says the same of its inputs as the code", () => {
    const fromCode = Object.entries(inputs).map(([name, input]) => [
      name,
      { ...input, required: false },
    ]);
    expect(action.inputs).toEqual(Object.fromEntries(fromCode));
  });

  test("says the same of its outputs as the code", () => {
    const fromCode = Object.entries(outputs).map(([name, description]) => [name, { description }]);
    expect(action.outputs).toEqual(Object.fromEntries(fromCode));
  });

  test("runs the bundle on Node 24", () => {
    expect(action.runs).toEqual({ using: "node24", main: "dist/action/index.js" });
  });
});

describe("reading inputs", () => {
  test("a token is enough", () => {
    expect(readInputs(least)).toEqual({
      command: "receive",
      token: "t",
      apiUrl: "https://api.github.com",
      dryRun: false,
      failOn: "urgent",
      now: null,
      files: [],
      directory: ".",
      url: null,
      data: null,
      redisUrl: null,
      telegramToken: null,
      telegramChat: null,
    });
  });

  test("every input is read from where the runner puts it", () => {
    const read = readInputs({
      INPUT_COMMAND: " tick ",
      INPUT_TOKEN: "t",
      "INPUT_API-URL": "https://ghe.example/api/v3/",
      "INPUT_DRY-RUN": "TRUE",
      "INPUT_FAIL-ON": "never",
      INPUT_NOW: "2026-11-21T07:00:00Z",
      INPUT_FILES: "a.json\n\n b c.json \n",
      INPUT_DIRECTORY: "candidate",
      INPUT_URL: "http://127.0.0.1:1/x",
      INPUT_DATA: "d.json",
      "INPUT_REDIS-URL": "redis://r",
      "INPUT_TELEGRAM-TOKEN": "1:a",
      "INPUT_TELEGRAM-CHAT": "-5",
    });
    expect(read).toEqual({
      command: "tick",
      token: "t",
      apiUrl: "https://ghe.example/api/v3",
      dryRun: true,
      failOn: "never",
      now: "2026-11-21T07:00:00Z",
      files: ["a.json", "b c.json"],
      directory: "candidate",
      url: "http://127.0.0.1:1/x",
      data: "d.json",
      redisUrl: "redis://r",
      telegramToken: "1:a",
      telegramChat: "-5",
    });
  });

  test("the address of GitHub Enterprise Server is taken from the environment too", () => {
    expect(readInputs({ ...least, GITHUB_API_URL: "http://127.0.0.1:4000" }).apiUrl).toBe(
      "http://127.0.0.1:4000",
    );
  });

  test.each([
    [{}, "input token: expected a token"],
    [
      { ...least, INPUT_COMMAND: "tok" },
      'input command: expected receive, tick, audit, report, validate; found "tok"',
    ],
    [{ ...least, "INPUT_DRY-RUN": "yes" }, 'input dry-run: expected true, false; found "yes"'],
    [{ ...least, "INPUT_FAIL-ON": "bad" }, "input fail-on: expected info, warning"],
    [{ ...least, INPUT_NOW: "yesterday" }, "input now: expected an instant in UTC"],
    [
      { ...least, "INPUT_API-URL": "github.com" },
      "input api-url: expected an http or https address",
    ],
  ])("%j is refused", (env, message) => {
    expect(() => readInputs(env)).toThrow(UserError);
    expect(() => readInputs(env)).toThrow(message);
  });
});
