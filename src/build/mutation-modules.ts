/** Loads the test files in this process, and of what is loaded again only what a change concerns. */
import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Case, collect } from "./mutation-collect.ts";

export type TestFile = { readonly fileName: string; readonly cases: readonly Case[] };

/** Where the core keeps what it has reckoned, to save time. */
const memories = ["src/core/remembered.ts", "src/core/rules/per-world.ts"];
const forgetful = new URL("mutation-forget.ts", import.meta.url).href;
const collector = new URL("mutation-collect.ts", import.meta.url).href;
/** Who imports a module, both by address. */
const importers = new Map<string, Set<string>>();
let stale: ReadonlySet<string> = new Set();
let round = 0;

/**
 * From now on the modules under this directory get the collector for "vitest", no memory, and new modules for those that
 * are stale.
 */
export function takeOver(directory: string): void {
  const inside = `${pathToFileURL(directory).href}/`;
  registerHooks({
    resolve(specifier, context, next) {
      const importer = context.parentURL?.replace(/\?.*/, "") ?? "";
      if (!importer.startsWith(inside)) return next(specifier, context);
      if (specifier === "vitest") return { url: collector, shortCircuit: true };
      const found = next(specifier, context);
      if (!found.url.startsWith(inside)) return found;
      const path = found.url.slice(inside.length);
      if (memories.includes(path) && !importer.startsWith(`${inside}tests/`))
        return { url: forgetful, shortCircuit: true };
      const known = importers.get(found.url) ?? new Set();
      importers.set(found.url, known.add(importer));
      return { ...found, url: current(found.url) };
    },
  });
}

/** All test files, with nothing left in memory of what an earlier load did. */
export async function loadAll(directory: string): Promise<readonly TestFile[]> {
  const paths = globSync("tests/core/**/*.test.ts", { cwd: directory }).toSorted();
  const files = paths.map((path) => join(directory, path));
  return load(
    files,
    new Set([...importers.keys(), ...files.map((file) => pathToFileURL(file).href)]),
  );
}

/** Of these test files, those that come by this module, anew together with all that lies between. */
export async function loadAround(
  module: string,
  files: readonly string[],
): Promise<readonly TestFile[]> {
  const around = new Set<string>([pathToFileURL(module).href]);
  for (const url of around) for (const importer of importers.get(url) ?? []) around.add(importer);
  const concerned = files.filter((file) => around.has(pathToFileURL(file).href));
  return load(concerned, around);
}

async function load(
  files: readonly string[],
  anew: ReadonlySet<string>,
): Promise<readonly TestFile[]> {
  stale = anew;
  round += 1;
  const loaded: TestFile[] = [];
  for (const fileName of files) {
    const url = current(pathToFileURL(fileName).href);
    loaded.push({ fileName, cases: await collect(() => import(url)) });
  }
  return loaded;
}

function current(url: string): string {
  return stale.has(url) ? `${url}?${round}` : url;
}
