import { Agents } from "../../schema/index.ts";
import { fileFinding } from "./file-finding.ts";
import type { SourceFile } from "./file-finding.ts";
import type { ReadDocument } from "./read-json.ts";
import { readYaml } from "./read-yaml.ts";

/** Reads `.github/agents.yml`. */
export function readAgentsFile(file: SourceFile): ReadDocument<Agents> {
  const { value, findings, positionOf } = readYaml(file, Agents);
  if (value === null) return { value, findings };
  const ids = value.agents.map(({ id }) => id);
  const twice = ids.flatMap((id, index) => {
    if (ids.indexOf(id) === index) return [];
    const { line } = positionOf(["agents", ids.indexOf(id), "id"]);
    const message = `the agent id ${JSON.stringify(id)} is taken, in line ${line}`;
    return [fileFinding(file, positionOf(["agents", index, "id"]), "duplicate-id", message)];
  });
  return { value: twice.length === 0 ? value : null, findings: twice };
}
