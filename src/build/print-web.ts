/** Prints the dashboard's files as JSON, for whoever serves them and does not want a bundler in memory. */
import { buildWeb } from "./web.ts";

const { html, files } = await buildWeb();
process.stdout.write(JSON.stringify({ html, files: [...files] }));
