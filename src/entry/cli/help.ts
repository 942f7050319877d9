import { buildProgram } from "./program.ts";

/** The help of the program and of each command, as markdown for the documents. */
export function cliHelp(): Promise<string> {
  const program = buildProgram(() => Promise.resolve(), {
    out: () => undefined,
    err: () => undefined,
  });
  const lines = ["```text", program.helpInformation().trim(), "```"];
  const commands = program.commands.toSorted((a, b) => (a.name() < b.name() ? -1 : 1));
  for (const command of commands) {
    const own = command.helpInformation().trim();
    const [shown = own] = own.split("\nCommon options:");
    lines.push("", `### ${command.name()}`, "", "```text", shown.trim(), "```");
  }
  const common = commands[0]?.helpInformation().split("\nCommon options:")[1] ?? "";
  const options = common.split("\nOptions:")[0] ?? "";
  lines.push("", "### Common options", "", "```text", options.replace(/^\n+|\s+$/g, ""), "```");
  return Promise.resolve(lines.join("\n"));
}
