import type { Env } from "./io.ts";

/** Where GitHub's pages are, as the runner says it, else from the address of its API. */
export function findServerUrl(env: Env, apiUrl: string): string {
  const said = env["GITHUB_SERVER_URL"];
  if (said) return said.replace(/\/+$/, "");
  if (apiUrl === "https://api.github.com") return "https://github.com";
  return apiUrl.replace(/\/api\/v3\/?$/, "");
}
