import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reads } from "../../../src/adapters/github/wire.ts";
import {
  type Delivery,
  type LocalGitHub,
  startLocalGitHub,
} from "../../../src/local/github/index.ts";
import { askAs } from "../../support/ask-as.ts";
import { hostUsers, type RealHost, realHosts, type StartHost } from "../../support/four-hosts.ts";
import { signedDelivery } from "../../support/signed-delivery.ts";
import { webhookExamples } from "../../support/webhook-examples.ts";

type Stand = { readonly github: LocalGitHub; readonly host: RealHost };

const examples = webhookExamples.flatMap(({ name, examples: payloads }) =>
  payloads.map((payload, index) => ({
    event: name,
    payload,
    title: `${name} ${String(payload["action"] ?? "")} (${index + 1})`,
  })),
);

/** Case does not tell two repositories apart. */
const repos = [
  ...new Map(
    examples.flatMap(({ payload }) => {
      const { full_name: name }: { full_name?: string } = Object(payload["repository"]);
      return name === undefined ? [] : [[name.toLowerCase(), name] as const];
    }),
  ).values(),
];
const stands: Stand[] = [];

beforeAll(async () => {
  for (const start of Object.values(realHosts)) stands.push(await stand(start));
});
afterAll(async () => {
  for (const { host, github } of stands) {
    await host.close();
    await github.close();
  }
});

/** In every repository there is one issue, which is the first to be named by most examples: it is triaged by one of them. */
async function stand(start: StartHost): Promise<Stand> {
  const github = await startLocalGitHub({
    repos: ["acme/first", ...repos].map((repo) => {
      const [owner = "", name = ""] = repo.split("/");
      return { owner, name };
    }),
    users: [{ login: "ben" }, ...hostUsers],
    app: { slug: "mission-control" },
    reads,
  });
  const host = await start(github, repos.length + 1);
  for (const repo of repos) {
    github.setPermission(repo, "ben", "write");
    await askAs(github, "ben", "POST", `/repos/${repo}/issues`, {
      title: "Spelling error in the README file",
    });
  }
  return { github, host };
}

describe("every example of a webhook ends the same way in all four hosts, with the same questions and writes", () => {
  it("of 329 examples", () => expect(examples).toHaveLength(329));

  it.each(examples)("$title", async ({ event, payload }) => {
    const did = await Promise.all(stands.map((stand) => send(stand, event, payload)));
    const [app, ...others] = did;
    expect(app?.ending).toMatch(/^(applied|nothing-to-do|not-a-task|ignored-event)$/);
    for (const other of others) expect(other).toEqual({ ...app, host: other.host });
  });

  it("and not only by being ignored", () => {
    const kinds = new Set(stands[0]?.host.endings);
    expect([...kinds]).toEqual(
      expect.arrayContaining(["applied", "nothing-to-do", "not-a-task", "ignored-event"]),
    );
  });

  it("and no host asked GitHub anything that it does not describe", () => {
    expect(stands.flatMap(({ github }) => github.violations())).toEqual([]);
  });
});

async function send(
  { github, host }: Stand,
  event: string,
  payload: Readonly<Record<string, unknown>>,
) {
  const before = { requests: github.requestLog().length, endings: host.endings.length };
  await host.deliver(signed(github, event, payload));
  const requests = github.requestLog().slice(before.requests);
  const told = requests.filter(isAboutTasks).map(({ method, path }) => `${method} ${path}`);
  return { host: host.name, ending: host.endings.slice(before.endings).join(" "), told };
}

/** How a host proves who it is, who else may write, and how it claims, is its own affair. */
function isAboutTasks({ path }: { path: string }): boolean {
  return /\/(issues|pulls|commits)\//.test(path) && !path.includes("/reactions");
}

/** As GitHub sends it to the App: with the installation it has here. */
function signed(
  github: LocalGitHub,
  event: string,
  given: Readonly<Record<string, unknown>>,
): Delivery {
  return signedDelivery(
    github,
    event,
    JSON.stringify({ ...given, installation: { id: github.app.installationId } }),
  );
}
