import { Config } from "../../schema/index.ts";
import { fileFinding } from "./file-finding.ts";
import type { FileFinding, SourceFile } from "./file-finding.ts";
import { combinations, type Complaint } from "./impossible.ts";
import { silences } from "./unheard.ts";
import { readYaml } from "./read-yaml.ts";
import type { ReadDocument } from "./read-json.ts";

/** What a schema cannot say: values that are each right and cannot stand together. */
const rules: readonly ((config: Config) => readonly Complaint[])[] = [
  zoneIsKnown,
  branchesAreNames,
  branchesDiffer,
  projectsDiffer,
  engineIsNobodyElse,
  ...combinations,
  ...silences,
];

/** Reads `.github/mission-control.yml`. */
export function readConfigFile(file: SourceFile): ReadDocument<Config> {
  const { value, findings, positionOf } = readYaml(file, Config);
  if (value === null) return { value, findings };
  const complaints: readonly FileFinding[] = rules
    .flatMap((rule) => rule(value))
    .map(({ path, message }) => fileFinding(file, positionOf(path), "impossible", message));
  return { value: complaints.length === 0 ? value : null, findings: complaints };
}

function zoneIsKnown({ timezone }: Config): readonly Complaint[] {
  try {
    Intl.DateTimeFormat("en", { timeZone: timezone });
    return [];
  } catch {
    const message = `timezone: expected an IANA zone such as "Europe/Paris", found ${JSON.stringify(timezone)}`;
    return [{ path: ["timezone"], message }];
  }
}

/** The part of git-check-ref-format(1) that names break in practice. */
function branchesAreNames(config: Config): readonly Complaint[] {
  const keys = ["data_branch", "screenshot_branch"] as const;
  return keys
    .filter(
      (key) =>
        !/^(?!.*(\.\.|\/\/|@\{|\.lock$|\.$|\/$))[^-./\s~^:?*[\\][^\s~^:?*[\\]*$/.test(config[key]),
    )
    .map((key) => ({
      path: [key],
      message: `${key}: ${JSON.stringify(config[key])} cannot name a branch`,
    }));
}

function branchesDiffer(config: Config): readonly Complaint[] {
  if (config.data_branch !== config.screenshot_branch) return [];
  const message =
    "screenshot_branch: expected another branch than data_branch, it is replaced as a whole";
  return [{ path: ["screenshot_branch"], message }];
}

function projectsDiffer({ projects }: Config): readonly Complaint[] {
  const ids = projects.map(({ id }) => id);
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index
      ? [
          {
            path: ["projects", index, "id"],
            message: `the project ${JSON.stringify(id)} is there twice`,
          },
        ]
      : [],
  );
}

/** Commands by the engine's own logins are never obeyed, so nobody who gives commands can be one of them. */
function engineIsNobodyElse(config: Config): readonly Complaint[] {
  const own = new Set(config.engine.logins.map((login) => login.toLowerCase()));
  return (["operators", "orchestrators"] as const).flatMap((key) =>
    config[key].flatMap((login, index) =>
      own.has(login.toLowerCase())
        ? [
            {
              path: [key, index],
              message: `${login} is one of engine.logins: its commands would be ignored`,
            },
          ]
        : [],
    ),
  );
}
