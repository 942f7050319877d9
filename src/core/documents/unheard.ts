import { Config } from "../../schema/index.ts";
import { haltLabel, isLabel, parseLabel } from "../lifecycle/labels.ts";
import { isSame } from "../state/equal.ts";
import { isDefaultBranch } from "./default-branch.ts";
import type { Complaint } from "./impossible.ts";

/** Values by which a part of the policy would never be heard, read or reached. */
export const silences: readonly ((config: Config) => readonly Complaint[])[] = [
  governedElsewhere,
  loginsAreBare,
  engineIsSomebody,
  criticalIsHeard,
  criticalIsCalled,
  redIsNoHalt,
  alarmsAreNotOurs,
  engineIsNoOtherBot,
  reserveLeavesReading,
  screenshotsApart,
];

/** A repository that another control room governs has its policy there: of its own file nothing else is read. */
function governedElsewhere(config: Config): readonly Complaint[] {
  const { control_room: room } = config;
  if (room === null) return [];
  const message = `control_room: ${room} governs this repository, so what stands here would never be read; write it there`;
  const usual = new Map<string, unknown>(Object.entries(Config.parse({})));
  return Object.entries(config).flatMap(([key, value]) =>
    key === "control_room" || isSame(value, usual.get(key)) ? [] : [{ path: [key], message }],
  );
}

function loginsAreBare({ operators, orchestrators, engine }: Config): readonly Complaint[] {
  const lists = [
    { path: ["operators"], logins: operators },
    { path: ["orchestrators"], logins: orchestrators },
    { path: ["engine", "logins"], logins: engine.logins },
  ];
  return lists.flatMap(({ path, logins }) =>
    logins.flatMap((login, index) =>
      /^[\w-]+(\[bot\])?$/.test(login)
        ? []
        : [{ path: [...path, index], message: bareLogin(path, login) }],
    ),
  );
}

function bareLogin(path: readonly string[], login: string): string {
  const bare = login.trim().replace(/^@/, "");
  const found = JSON.stringify(login);
  const meant = /^[\w-]+(\[bot\])?$/.test(bare) ? `; write ${bare}` : "";
  return `${path.join(".")}: expected a login as GitHub has it, without an @, found ${found}${meant}`;
}

function engineIsSomebody({ engine }: Config): readonly Complaint[] {
  if (engine.logins.length > 0) return [];
  const message =
    "logins: expected at least one: else Mission Control would judge its own writes like anybody's; leave the key out for the usual ones";
  return [{ path: ["engine", "logins"], message }];
}

function criticalIsHeard({ alerts }: Config): readonly Complaint[] {
  if (alerts.routes.critical.length > 0) return [];
  const message =
    "critical: expected at least one of comment, redis, telegram, digest: nobody would hear of the gravest alerts";
  return [{ path: ["alerts", "routes", "critical"], message }];
}

function criticalIsCalled({ rules }: Config): readonly Complaint[] {
  const { enabled, labels } = rules.critical_found;
  if (!enabled || labels.length > 0) return [];
  const message =
    "labels: expected at least one: no issue would ever be critical; to switch the rule off say enabled: false";
  return [{ path: ["rules", "critical_found", "labels"], message }];
}

function redIsNoHalt({ rules }: Config): readonly Complaint[] {
  const { enabled, label } = rules.security_red;
  if (!enabled || label.toLowerCase() !== haltLabel) return [];
  const message = `label: ${JSON.stringify(label)} is the label of /halt itself; expected another one, such as security:red`;
  return [{ path: ["rules", "security_red", "label"], message }];
}

/** We put these labels on ourselves, and take them off: no alarm can hang on them. */
function alarmsAreNotOurs({ rules }: Config): readonly Complaint[] {
  const { security_red: red, critical_found: critical } = rules;
  const ours = (label: string) => parseLabel(label) !== null;
  const message = (key: string, label: string, usual: string) =>
    `${key}: ${JSON.stringify(label)} is a label that Mission Control sets itself; expected another one, such as ${usual}`;
  const found: Complaint[] = [];
  if (red.enabled && ours(red.label))
    found.push({
      path: ["rules", "security_red", "label"],
      message: message("label", red.label, "security:red"),
    });
  if (!critical.enabled) return found;
  for (const [index, label] of critical.labels.entries())
    if (ours(label) || isLabel(label, haltLabel))
      found.push({
        path: ["rules", "critical_found", "labels", index],
        message: message("labels", label, "severity:critical"),
      });
  return found;
}

const otherBots: ReadonlySet<string> = new Set([
  "codecov[bot]",
  "copilot-swe-agent[bot]",
  "dependabot[bot]",
  "pre-commit-ci[bot]",
  "renovate[bot]",
]);

function engineIsNoOtherBot({ engine }: Config): readonly Complaint[] {
  return engine.logins.flatMap((login, index) =>
    otherBots.has(login.toLowerCase())
      ? [
          {
            path: ["engine", "logins", index],
            message: `engine.logins: ${login} is not Mission Control, and its writes would be judged by nobody; take it out`,
          },
        ]
      : [],
  );
}

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const leastLimit = 1000;

function reserveLeavesReading({ tick }: Config): readonly Complaint[] {
  if (tick.reserve < leastLimit) return [];
  const message = `reserve: expected less than ${leastLimit}, the requests an hour of GITHUB_TOKEN, found ${tick.reserve}: none would be left for reading`;
  return [{ path: ["tick", "reserve"], message }];
}

function screenshotsApart({ screenshot_branch: branch }: Config): readonly Complaint[] {
  if (!isDefaultBranch(branch)) return [];
  const message = `screenshot_branch: ${branch} would be replaced as a whole; expected a branch of its own`;
  return [{ path: ["screenshot_branch"], message }];
}
