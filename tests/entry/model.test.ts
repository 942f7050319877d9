import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { reads } from "../../src/adapters/github/wire.ts";
import { secretsIn } from "../../src/entry/cli/secrets.ts";
import { type ModelAccess, modelHostsOf, modelQuestion } from "../../src/entry/model.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import { Config } from "../../src/schema/index.ts";
import { factsOf } from "../support/fake-forge.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { type LocalModel, says, startModel } from "../support/local-model.ts";
import { cli } from "./cli/harness.ts";

const env = {
  MISSION_CONTROL_MODEL_TOKEN: "sk-of-the-model",
  MISSION_CONTROL_MODEL_OTHER: "sk-of-the-other",
  PRIVATE_KEY: "key-of-the-app",
};
const answer = { kind: { value: "bug", confidence: 0.9, because: "so" } };

let model: LocalModel;
beforeEach(async () => {
  model = await startModel(says(JSON.stringify(answer)));
  return () => model.close();
});

const fake = fakeGitHub({ permissions: {}, apps: [] });
const facts = factsOf(fake, fake.file("mia", { body: "key-of-the-app" }), new Set());

async function asks(given: object = {}, access: Partial<ModelAccess> = {}) {
  const config = Config.parse({ triage: { model: { url: model.url, ...given } } });
  const told: unknown[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: (_: string, fields?: Record<string, unknown>) => void told.push(fields?.["error"]),
    error: () => {},
  };
  const { classify } = modelQuestion(config.triage.model, { env, hosts: null, ...access }, log);
  return { said: await classify?.(facts), told };
}

test("the token of the named variable is sent, and no secret of the environment in the text", async () => {
  expect((await asks()).said).toMatchObject({ kind: { value: "bug" } });
  await asks({ credential: "MISSION_CONTROL_MODEL_OTHER" });
  await asks({ credential: "MISSION_CONTROL_MODEL_NONE" });
  expect(model.requests.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer sk-of-the-model",
    "Bearer sk-of-the-other",
    undefined,
  ]);
  for (const { body } of model.requests) expect(body).not.toContain("key-of-the-app");
});

test("no other variable can be named: a configuration must not send the App's key away", () => {
  for (const credential of ["PRIVATE_KEY", "GITHUB_TOKEN", "MISSION_CONTROL_MODEL_", "sk-1234"])
    expect(
      Config.safeParse({ triage: { model: { url: model.url, credential } } }).success,
      credential,
    ).toBe(false);
});

test("a host that names hosts has no other asked", async () => {
  const { host } = new URL(model.url);
  const { said, told } = await asks({}, { hosts: modelHostsOf({ MODEL_HOSTS: "a.example.com" }) });
  expect([said, told]).toEqual([
    {},
    [`triage.model.url is at ${host}, which MODEL_HOSTS here does not name`],
  ]);
  await asks({}, { hosts: modelHostsOf({ MODEL_HOSTS: "" }) });
  expect(model.requests).toEqual([]);
  expect(modelHostsOf({})).toBe(null);
  await asks({}, { hosts: modelHostsOf({ MODEL_HOSTS: `a.example.com, ${host}` }) });
  expect(model.requests).toHaveLength(1);
});

test("an address that is not allowed is not asked, whatever has read the configuration", async () => {
  const { said, told } = await asks({ url: "http://models.example.com/v1" });
  expect([said, told]).toEqual([{}, ["triage.model.url is not allowed"]]);
});

test("every model's token is a secret", () => {
  expect(secretsIn(env)).toEqual(["key-of-the-app", "sk-of-the-model", "sk-of-the-other"]);
});

let github: LocalGitHub;
let folder: string;
beforeAll(async () => {
  github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "shop" }],
    users: [{ login: "mai" }, { login: "github-actions[bot]", type: "Bot" }],
    reads,
  });
  github.setPermission("acme/shop", "github-actions[bot]", "write");
  folder = mkdtempSync(join(tmpdir(), "model-"));
});
afterAll(async () => {
  await github.close();
  rmSync(folder, { recursive: true });
});

test("a tick asks the configured model about what the rules leave open, and about nothing twice", async () => {
  writeFileSync(join(folder, "c.yml"), `triage:\n  model:\n    url: ${model.url}\n`);
  const issues = `${github.url}/repos/acme/shop/issues`;
  const as = { authorization: `Bearer ${github.token("mai")}`, "content-type": "application/json" };
  for (const title of ["Hello", "Urgent: investigate the api"])
    await fetch(issues, { method: "POST", headers: as, body: JSON.stringify({ title }) });
  const tick = () =>
    cli(["tick", "--config", "c.yml"], {
      cwd: folder,
      env: {
        ...env,
        GITHUB_TOKEN: github.token("github-actions[bot]"),
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: "acme/shop",
        GITHUB_ACTIONS: "true",
      },
    });
  const first = await tick();
  expect([first.code, first.err]).toEqual([0, expect.stringContaining("kind=bug")]);
  expect((await tick()).code).toBe(0);
  const read = async (number: number) =>
    await (await fetch(`${issues}/${number}`, { headers: as })).text();
  expect(await read(1)).toContain('"kind:bug"');
  expect(await read(2)).toContain('"kind:research"');
  expect(model.requests).toHaveLength(1);
  expect(model.requests[0]?.body).toContain("Hello");
});
