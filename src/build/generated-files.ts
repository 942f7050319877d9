import { globSync, readFileSync } from "node:fs";
import { withParts } from "./document-parts.ts";
import { exampleFiles } from "./examples.ts";
import { issueForms } from "./issue-forms.ts";
import { schemaFiles } from "./schemas.ts";

/** Every generated file as it should be, by path below `root`. */
export async function generatedFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map([...schemaFiles(), ...exampleFiles(), ...issueForms()]);
  for (const path of globSync(["*.md", "docs/**/*.md"], { cwd: root }).toSorted()) {
    const text = readFileSync(`${root}/${path}`, "utf8");
    if (text.includes("<!-- generated:")) files.set(path, await withParts(path, text));
  }
  return files;
}

/** The paths of those that are missing or differ. */
export async function staleFiles(root: string): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [path, content] of await generatedFiles(root)) {
    if (readIfThere(`${root}/${path}`) !== content) stale.push(path);
  }
  return stale;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
