import type { Config } from "../../schema/index.ts";
import { mayAskModelAt } from "../triage/model-url.ts";
import type { ValuePath } from "./scan-json.ts";

export type Complaint = { readonly path: ValuePath; readonly message: string };

/** Values that are each right and cannot stand together: numbers of rules, routes, workstreams and projects. */
export const combinations: readonly ((config: Config) => readonly Complaint[])[] = [
  quietHoursEnd,
  flappingCalmsInTime,
  reviewersFirst,
  budgetStepsRise,
  remindersRise,
  silenceBeforeExpiry,
  somethingWeighs,
  projectRepositoriesDiffer,
  modelMayBeAsked,
  workstreamsDiffer,
  workstreamHoursFit,
];

function quietHoursEnd({ alerts }: Config): readonly Complaint[] {
  const quiet = alerts.quiet_hours;
  if (quiet === null || quiet.from !== quiet.to) return [];
  return [
    {
      path: ["alerts", "quiet_hours", "to"],
      message: `quiet_hours: from and to are both ${quiet.from}: is the whole day meant, or none of it?`,
    },
  ];
}

function flappingCalmsInTime({ alerts }: Config): readonly Complaint[] {
  const { calm_hours, window_hours } = alerts.flapping;
  if (calm_hours < window_hours) return [];
  return [
    {
      path: ["alerts", "flapping", "calm_hours"],
      message: `calm_hours: expected less than window_hours (${window_hours}), found ${calm_hours}: nothing would ever be seen to come back`,
    },
  ];
}

function reviewersFirst({ rules }: Config): readonly Complaint[] {
  const { hours, orchestrator_after_hours: later } = rules.review_waiting;
  return later >= hours
    ? []
    : [rising(["rules", "review_waiting", "orchestrator_after_hours"], "hours", hours, later)];
}

function budgetStepsRise({ rules }: Config): readonly Complaint[] {
  const { notify, alert, stop } = rules.budget;
  return [
    ...(alert > notify ? [] : [rising(["rules", "budget", "alert"], "notify", notify, alert)]),
    ...(stop > alert ? [] : [rising(["rules", "budget", "stop"], "alert", alert, stop)]),
  ];
}

function remindersRise({ rules }: Config): readonly Complaint[] {
  const { remind, urge } = rules.approval_expiring;
  return urge > remind
    ? []
    : [rising(["rules", "approval_expiring", "urge"], "remind", remind, urge)];
}

/** Work must not be taken from an agent before anybody has been told that it is silent. */
function silenceBeforeExpiry({ rules, leases }: Config): readonly Complaint[] {
  const { intervals } = rules.agent_silent;
  if (!rules.agent_silent.enabled || leases.intervals >= intervals) return [];
  return [
    rising(["leases", "intervals"], "rules.agent_silent.intervals", intervals, leases.intervals),
  ];
}

function somethingWeighs({ assignment }: Config): readonly Complaint[] {
  if (Object.values(assignment.weights).some((weight) => weight > 0)) return [];
  return [{ path: ["assignment", "weights"], message: "weights: expected at least one above 0" }];
}

function projectRepositoriesDiffer({ projects }: Config): readonly Complaint[] {
  const repos = projects.map(({ repo }) => repo?.toLowerCase());
  return repos.flatMap((repo, index) =>
    repo !== undefined && repos.indexOf(repo) < index
      ? [
          {
            path: ["projects", index, "repo"],
            message: `${projects[index]?.repo ?? ""} is there twice: a repository belongs to one project`,
          },
        ]
      : [],
  );
}

/** The address itself is not repeated: there may be a password in it. */
function modelMayBeAsked({ triage }: Config): readonly Complaint[] {
  if (triage.model === null || mayAskModelAt(triage.model.url)) return [];
  const message =
    "url: expected an https address, or an http one on localhost, without a user, password or fragment";
  return [{ path: ["triage", "model", "url"], message }];
}

function workstreamsDiffer({ workstreams }: Config): readonly Complaint[] {
  const keys = workstreams.map(({ milestone, repo }) => `${repo ?? ""} ${milestone}`);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index
      ? [
          {
            path: ["workstreams", index, "milestone"],
            message: `the workstream ${JSON.stringify(workstreams[index]?.milestone)} is there twice`,
          },
        ]
      : [],
  );
}

function workstreamHoursFit({ workstreams }: Config): readonly Complaint[] {
  return workstreams.flatMap(({ hours, go_no_go, checkins }, index) => {
    const at = (...rest: ValuePath): ValuePath => ["workstreams", index, ...rest];
    const found: Complaint[] = [];
    if (go_no_go !== undefined && go_no_go > hours)
      found.push(beyond(at("go_no_go"), "go_no_go", go_no_go, hours));
    for (const [place, { from_hour, until_hour }] of checkins.entries()) {
      if (until_hour > hours)
        found.push(beyond(at("checkins", place, "until_hour"), "until_hour", until_hour, hours));
      if (from_hour >= until_hour)
        found.push({
          path: at("checkins", place, "from_hour"),
          message: `from_hour: expected less than until_hour (${until_hour}), found ${from_hour}`,
        });
    }
    return found;
  });
}

function rising(path: ValuePath, than: string, least: number, found: number): Complaint {
  const name = String(path.at(-1));
  return { path, message: `${name}: expected more than ${than} (${least}), found ${found}` };
}

function beyond(path: ValuePath, name: string, found: number, hours: number): Complaint {
  return {
    path,
    message: `${name}: hour ${found} lies beyond the workstream's clock of ${hours} hours`,
  };
}
