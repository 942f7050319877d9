import type { LocalGitHub } from "../../src/local/github/index.ts";

/** JSON of an answer, read loosely: GitHub's own description already vouches for it. */
export type Loose = { readonly [key: string]: Loose } & readonly Loose[];

/** One request as that login; throws what GitHub said when it refuses. */
export async function askAs(
  github: LocalGitHub,
  login: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Loose> {
  const response = await fetch(github.url + path, {
    method,
    headers: { authorization: `Bearer ${github.token(login)}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${login}: ${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text === "" ? "[]" : text);
}
