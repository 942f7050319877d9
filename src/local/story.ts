import { Octokit } from "@octokit/rest";
import type { LocalGitHub } from "./github/index.ts";

/** The people and the agent whose one task the story tells. */
export type Cast = {
  readonly filer: string;
  readonly orchestrator: string;
  readonly agent: { readonly id: string; readonly login: string };
  readonly reviewer: string;
};

export type Told = { readonly said: string; readonly status: string };

/**
 * One task's whole life, told by people and an agent over GitHub's API: filed, triaged, assigned, worked on, moved
 * against the rules, delivered, refused, accepted. After each act it waits until the App has had its say.
 */
export async function tellStory(
  github: LocalGitHub,
  repo: string,
  cast: Cast,
  onTold: (told: Told) => void,
): Promise<{ readonly number: number; readonly told: readonly Told[] }> {
  const [owner = "", name = ""] = repo.split("/");
  const told: Told[] = [];
  const as = (login: string) => localUser(github, login);
  const filed = await as(cast.filer).rest.issues.create({
    owner,
    repo: name,
    title: "Checkout button does nothing on Safari 18",
    body: "Since this morning's deploy the page throws an error. Urgent: every second customer uses it.",
  });
  const where = { owner, repo: name, issue_number: filed.data.number };

  async function heard(said: string): Promise<void> {
    await github.idle();
    const { data } = await as(cast.filer).rest.issues.get(where);
    const labels = data.labels.map((label) =>
      typeof label === "string" ? label : (label.name ?? ""),
    );
    const status = labels.find((label) => label.startsWith("status:")) ?? "no status";
    const one = { said, status: status.replace("status:", "") };
    told.push(one);
    onTold(one);
  }
  async function say(login: string, body: string): Promise<void> {
    await as(login).rest.issues.createComment({ ...where, body });
    await heard(`${login}: ${body}`);
  }

  await heard(`${cast.filer} files #${filed.data.number}: ${filed.data.title}`);
  await say(
    cast.orchestrator,
    `/assign ${cast.agent.id} output="A merged fix and a test that fails without it" review="The test runs on Safari 18"`,
  );
  await say(cast.agent.login, "/start");
  await as(cast.agent.login).rest.issues.addLabels({ ...where, labels: ["status:done"] });
  await heard(`${cast.agent.login} puts status:done on its own work`);
  await say(cast.agent.login, "/review https://example.com/builds/4711");
  await say(cast.agent.login, "/approve");
  await say(cast.reviewer, "/approve");
  return { number: filed.data.number, told };
}

/** GitHub's API as one of the local people. */
export function localUser(github: LocalGitHub, login: string): Octokit {
  const silent = () => undefined;
  return new Octokit({
    auth: github.token(login),
    baseUrl: github.url,
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}
