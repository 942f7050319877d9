import type { LocalGitHub, LocalGitHubOptions } from "../../src/local/github/index.ts";
import { askAs } from "./ask-as.ts";

/** Who is who in the recorded histories. Everybody not listed here may read only. */
const permissions = {
  ada: "admin",
  olga: "maintain",
  ben: "write",
  cleo: "write",
  tess: "triage",
  "atlas-agent": "write",
} as const;
const readers = ["eve", "bolt-agent"];

export const historyUsers: LocalGitHubOptions["users"] = [
  ...Object.keys(permissions),
  ...readers,
].map((login) => ({ login }));

const config = `version: 1
operators: [ada]
orchestrators: [olga]
`;

const agents = `version: 1
agents:
  - { id: atlas, role: Backend, login: atlas-agent, owner: ben }
  - { id: bolt, role: Frontend, login: bolt-agent, owner: cleo }
`;

/** The files of policy of a repository in which a history is played, by path. */
export const historyFiles: Readonly<Record<string, string>> = {
  ".github/mission-control.yml": config,
  ".github/agents.yml": agents,
};

/** Makes the repository `owner/name` with its people and its two files of policy. */
export async function setStage(github: LocalGitHub, repo: string): Promise<void> {
  const [owner = "", name = ""] = repo.split("/");
  await github.createRepo({ owner, name });
  for (const [login, permission] of Object.entries(permissions)) {
    github.setPermission(repo, login, permission);
  }
  for (const [path, text] of Object.entries(historyFiles)) {
    await askAs(github, "ada", "PUT", `/repos/${repo}/contents/${path}`, {
      message: `Write ${path}`,
      content: Buffer.from(text).toString("base64"),
    });
  }
}
