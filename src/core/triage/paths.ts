import type { Config, Domain } from "../../schema/index.ts";

/** `src/api/orders.ts`, `.github/workflows/ci.yml`: at least one folder, no scheme, no `..`. */
const path = /(?<![\w/.:@-])(?:\.?[\w-]+\/)+[\w.-]*[\w-]/g;
const mostPaths = 50;

export type PathMatch = {
  readonly path: string;
  /** The pattern of the configuration. */
  readonly pattern: string;
  readonly domain: Domain | null;
  readonly project: string | null;
};

/** The first path in a text that a pattern of the configuration covers; patterns in their order, the text's paths in theirs. */
export function pathMatch(text: string, patterns: Config["triage"]["paths"]): PathMatch | null {
  if (patterns.length === 0 || !text.includes("/")) return null;
  const found = [...text.matchAll(path)].slice(0, mostPaths).map(([whole]) => whole);
  for (const { path: pattern, domain, project } of patterns) {
    const hit = found.find((one) => covers(pattern, one));
    if (hit !== undefined)
      return { path: hit, pattern, domain: domain ?? null, project: project ?? null };
  }
  return null;
}

/** `src/api/` covers everything in that folder, `*.sql` every file that ends so, anything else that very path. */
function covers(pattern: string, one: string): boolean {
  if (pattern.endsWith("/")) return one.startsWith(pattern) || one.includes(`/${pattern}`);
  if (pattern.startsWith("*")) return one.endsWith(pattern.slice(1));
  return one === pattern || one.endsWith(`/${pattern}`);
}
