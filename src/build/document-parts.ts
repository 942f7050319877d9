import { inputs, outputs } from "../entry/action/inputs.ts";
import { cliHelp } from "../entry/cli/help.ts";
import { UserError } from "../errors.ts";
import { commandsTable } from "./commands-part.ts";
import { configurationReference } from "./config-part.ts";
import { lifecycleDiagram, lifecycleTable } from "./lifecycle-part.ts";
import { markdownTable } from "./markdown-table.ts";
import { rulesTable } from "./rules-part.ts";

/** Text that goes between `<!-- generated:NAME -->` and `<!-- /generated -->`. A document part is added by one line here. */
export const parts: Readonly<Record<string, () => string | Promise<string>>> = {
  lifecycle: lifecycleTable,
  "lifecycle-diagram": lifecycleDiagram,
  cli: cliHelp,
  commands: commandsTable,
  configuration: configurationReference,
  rules: rulesTable,
  "action-inputs": actionInputs,
  "action-outputs": actionOutputs,
};

const marked = /(<!-- generated:([\w-]+) -->\n)([\s\S]*?)(<!-- \/generated -->)/g;

/**
 * The document with its generated parts made anew. Throws `UserError` for a name that nothing provides, and for a marker
 * that is never closed, which would otherwise swallow what follows it.
 */
export async function withParts(
  path: string,
  text: string,
  providers: typeof parts = parts,
): Promise<string> {
  const rendered = new Map<string, string>();
  const found = [...text.matchAll(marked)];
  const opened = text.split("<!-- generated:").length - 1;
  if (
    opened !== found.length ||
    found.some(([, , , inner]) => inner?.includes("<!-- generated:"))
  ) {
    throw new UserError(`${path}: a "<!-- generated:… -->" has no "<!-- /generated -->" after it`);
  }
  for (const [, , name = ""] of found) {
    const provider = providers[name];
    if (provider === undefined) {
      const known = Object.keys(providers).join(", ") || "none yet";
      throw new UserError(`${path}: nothing generates "${name}"; there is: ${known}`);
    }
    rendered.set(name, (await provider()).trim());
  }
  return text.replaceAll(marked, (_all, open: string, name: string, _old, close: string) => {
    return `${open}\n${rendered.get(name)}\n\n${close}`;
  });
}

function actionInputs(): string {
  const rows = Object.entries(inputs).map(([name, { description, default: value }]) => [
    `\`${name}\``,
    description,
    value === "" ? "" : `\`${value}\``,
  ]);
  return markdownTable(["input", "what it is", "default"], rows);
}

function actionOutputs(): string {
  const rows = Object.entries(outputs).map(([name, description]) => [`\`${name}\``, description]);
  return markdownTable(["output", "what it is"], rows);
}
