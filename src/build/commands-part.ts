import { commandSpecs } from "../core/commands/grammar.ts";
import { markdownTable } from "./markdown-table.ts";

/** The slash commands as a table. */
export function commandsTable(): string {
  const rows = Object.values(commandSpecs).map(({ usage, does }) => [`\`${usage}\``, does]);
  return markdownTable(["command", "what it does"], rows);
}
