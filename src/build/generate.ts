/** `npm run generate`: writes schemas/, the examples and the generated parts of the documents; with `--check`, only says what is stale. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles, staleFiles } from "./generated-files.ts";

const root = join(import.meta.dirname, "..", "..");
const stale = await staleFiles(root);

if (process.argv.includes("--check")) {
  for (const path of stale) process.stdout.write(`${path} is stale: npm run generate\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  const files = await generatedFiles(root);
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path) ?? "");
    process.stdout.write(`wrote ${path}\n`);
  }
  if (stale.length === 0) process.stdout.write("all generated files are fresh\n");
}
