/**
 * How to run npm: the very npm that runs us when there is one, else the one on the PATH.
 * @param {readonly string[]} args
 * @returns {[command: string, args: readonly string[]]}
 */
export function npm(args) {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=warn", "--no-json", ...args];
  const cli = process.env["npm_execpath"];
  if (cli?.endsWith("npm-cli.js")) return [process.execPath, [cli, ...quiet]];
  return [process.platform === "win32" ? "npm.cmd" : "npm", quiet];
}
