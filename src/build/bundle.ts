/** `npm run bundle`: builds dist/action for releases and for the tests that run the Action as GitHub does. */
import { bundleAction, bundleBudget } from "./bundle-action.ts";

const { files, bytes } = await bundleAction();
for (const file of files)
  process.stdout.write(`${kilobytes(file.bytes)}  dist/action/${file.name}\n`);
process.stdout.write(
  `${kilobytes(bytes)}  of at most ${kilobytes(bundleBudget).trim()}, without the audit part\n`,
);
if (bytes > bundleBudget) process.exitCode = 1;

function kilobytes(size: number): string {
  return `${(size / 1000).toFixed(0)} kB`.padStart(9);
}
