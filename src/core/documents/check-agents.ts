import { type Agent, Agents, type AgentStatus, Config } from "../../schema/index.ts";
import { fileFinding } from "./file-finding.ts";
import type { DocumentCode, FileFinding, Position, SourceFile } from "./file-finding.ts";
import { readYaml } from "./read-yaml.ts";
import type { ReadDocument } from "./read-json.ts";
import type { ValuePath } from "./scan-json.ts";

type Registry = {
  readonly agents: readonly Agent[];
  /** Logins whose writes are Mission Control's own. */
  readonly engineLogins: readonly string[];
  readonly positionOf: (path: ValuePath) => Position;
};
type Complaint = {
  readonly path: ValuePath;
  readonly message: string;
  readonly code: DocumentCode;
};

/** What a schema cannot say: values that are each right and cannot stand together. */
const rules: readonly ((registry: Registry) => readonly Complaint[])[] = [
  idsDiffer,
  loginsDiffer,
  engineIsNobody,
  pausesAreWhole,
  pausesEndLater,
  runsFitTheDay,
];

/**
 * Reads `.github/agents.yml`. `engineLogins` is `engine.logins` of the configuration that stands beside it; the defaults
 * when it is not at hand.
 */
export function readAgentsFile(
  file: SourceFile,
  engineLogins: readonly string[] = Config.parse({}).engine.logins,
): ReadDocument<Agents> {
  const { value, findings, positionOf } = readYaml(file, Agents);
  if (value === null) return { value, findings };
  const registry: Registry = { agents: value.agents, engineLogins, positionOf };
  const complaints: readonly FileFinding[] = rules
    .flatMap((rule) => rule(registry))
    .map(({ path, message, code }) => fileFinding(file, positionOf(path), code, message));
  return { value: complaints.length === 0 ? value : null, findings: complaints };
}

function idsDiffer({ agents, positionOf }: Registry): readonly Complaint[] {
  const ids = agents.map(({ id }) => id);
  return ids.flatMap((id, index) => {
    if (ids.indexOf(id) === index) return [];
    const { line } = positionOf(["agents", ids.indexOf(id), "id"]);
    const message = `the agent id ${JSON.stringify(id)} is taken, in line ${line}`;
    return [{ path: ["agents", index, "id"], message, code: "duplicate-id" as const }];
  });
}

/** Of two agents with one login nobody can say whose sign of life, command or cost it is. */
function loginsDiffer({ agents, positionOf }: Registry): readonly Complaint[] {
  const logins = agents.map(({ login }) => login?.toLowerCase());
  return agents.flatMap(({ login }, index) => {
    const first = logins.indexOf(login?.toLowerCase());
    if (login === undefined || first === index) return [];
    const { line } = positionOf(["agents", first, "login"]);
    const message = `the login ${JSON.stringify(login)} is taken, in line ${line}`;
    return [{ path: ["agents", index, "login"], message, code: "duplicate-id" as const }];
  });
}

/** What the engine's own logins write is obeyed by nobody and is no sign of life. */
function engineIsNobody({ agents, engineLogins }: Registry): readonly Complaint[] {
  const own = new Set(engineLogins.map((login) => login.toLowerCase()));
  return agents.flatMap(({ login }, index) =>
    login !== undefined && own.has(login.toLowerCase())
      ? [
          impossible(
            ["agents", index, "login"],
            `${login} is one of engine.logins: its commands would be ignored`,
          ),
        ]
      : [],
  );
}

const pauses: ReadonlySet<AgentStatus> = new Set<AgentStatus>([
  "paused",
  "draining",
  "quarantined",
]);

function pausesAreWhole({ agents }: Registry): readonly Complaint[] {
  return agents.flatMap(({ id, desired, pause }, index) => {
    if (pauses.has(desired) === (pause !== undefined)) return [];
    return pause === undefined
      ? [
          impossible(
            ["agents", index, "desired"],
            `${id} should be ${desired}: expected a pause that says by whom, why and since when`,
          ),
        ]
      : [
          impossible(
            ["agents", index, "pause"],
            `${id} has a pause and should be ${desired}: expected desired to be paused, draining or quarantined`,
          ),
        ];
  });
}

function pausesEndLater({ agents }: Registry): readonly Complaint[] {
  return agents.flatMap(({ pause }, index) => {
    if (pause?.until === undefined || Date.parse(pause.until) > Date.parse(pause.since)) return [];
    const message = `the pause ends at ${pause.until}: expected an instant after its beginning, ${pause.since}`;
    return [impossible(["agents", index, "pause", "until"], message)];
  });
}

function runsFitTheDay({ agents }: Registry): readonly Complaint[] {
  return agents.flatMap(({ budget }, index) => {
    const { run_usd: run, day_usd: day } = budget ?? {};
    if (run === undefined || day === undefined || run <= day) return [];
    const message = `one run may cost ${run} USD and the whole day ${day}: expected no more for a run than for its day`;
    return [impossible(["agents", index, "budget", "run_usd"], message)];
  });
}

function impossible(path: ValuePath, message: string): Complaint {
  return { path, message, code: "impossible" };
}
