import { Config } from "../../schema/index.ts";
import { haltLabel } from "../lifecycle/labels.ts";
import { isSame } from "../state/equal.ts";
import type { Complaint } from "./impossible.ts";

/** Values by which a part of the policy would never be heard, read or reached. */
export const silences: readonly ((config: Config) => readonly Complaint[])[] = [
  governedElsewhere,
  loginsAreBare,
  engineIsSomebody,
  criticalIsHeard,
  criticalIsCalled,
  redIsNoHalt,
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

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const leastLimit = 1000;

function reserveLeavesReading({ tick }: Config): readonly Complaint[] {
  if (tick.reserve < leastLimit) return [];
  const message = `reserve: expected less than ${leastLimit}, the requests an hour of GITHUB_TOKEN, found ${tick.reserve}: none would be left for reading`;
  return [{ path: ["tick", "reserve"], message }];
}

/** The names that GitHub gives a default branch, now and before. */
const defaults: ReadonlySet<string> = new Set(["main", "master"]);

function screenshotsApart({ screenshot_branch: branch }: Config): readonly Complaint[] {
  if (!defaults.has(branch)) return [];
  const message = `screenshot_branch: ${branch} would be replaced as a whole; expected a branch of its own`;
  return [{ path: ["screenshot_branch"], message }];
}
