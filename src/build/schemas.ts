import { z } from "zod";
import * as schema from "../schema/index.ts";

/** What gets a file of its own, what it describes, and whether defaults may be left out of it. */
const documents = {
  state: { of: schema.State, title: "state/mission-control.json: the snapshot", io: "output" },
  event: { of: schema.Event, title: "One line of state/events/*.jsonl", io: "output" },
  data: {
    of: schema.Data,
    title: "docs/mission-control/data.json: what the dashboard reads",
    io: "output",
  },
  config: {
    of: schema.Config,
    title: ".github/mission-control.yml: the configuration",
    io: "input",
  },
  agents: { of: schema.Agents, title: ".github/agents.yml: the registry of agents", io: "input" },
  report: { of: schema.Report, title: "reports/YYYY/MM/DD.json: the daily report", io: "output" },
  message: { of: schema.Message, title: "A message on the bus", io: "output" },
  "task-block": { of: schema.TaskBlock, title: "The block in a task's issue body", io: "input" },
} as const;

const version = 1;

/** The JSON Schemas (2020-12) of every document, by path. */
export function schemaFiles(): ReadonlyMap<string, string> {
  nameDefinitions();
  const files = new Map<string, string>();
  for (const [name, { of, title, io }] of Object.entries(documents)) {
    const { $schema, ...body } = z.toJSONSchema(of, { target: "draft-2020-12", io });
    const whole = { $schema, $id: `urn:mission-control:${name}:${version}`, title, ...body };
    files.set(`schemas/${name}.schema.json`, `${JSON.stringify(whole, null, 2)}\n`);
  }
  return files;
}

/** Gives the shared parts the names they have in the code, so that `$defs` reads like src/schema. */
function nameDefinitions(): void {
  const roots = new Set<unknown>(Object.values(documents).map(({ of }) => of));
  for (const [name, part] of Object.entries(schema)) {
    if (!(part instanceof z.ZodType) || roots.has(part)) continue;
    if (z.globalRegistry.get(part)?.id !== undefined) continue;
    z.globalRegistry.add(part, { ...z.globalRegistry.get(part), id: name });
  }
}
