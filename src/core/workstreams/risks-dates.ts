import { hourMs } from "../dependencies/schedule-node.ts";
import { listed } from "../rules/listed.ts";
import { spellHour, spellHours } from "./clock-words.ts";
import { assumedIn, nameOf, shortId } from "./plan.ts";
import type { Risk, RiskContext } from "./risks.ts";

/** What will be late, and what the expectation rests on. */
export function dateRisks(context: RiskContext): readonly Risk[] {
  return [...behindEnd(context), ...deadlines(context), ...assumed(context)];
}

function behindEnd({ schedule, workstream, start, end }: RiskContext): readonly Risk[] {
  const { finish, path } = schedule;
  if (finish === null || path.length === 0) return [];
  const about = { severity: "urgent" as const, evidence: path };
  const risks: Risk[] = [];
  const words = `The expected finish, ${spellHour(finish, start)}, is`;
  if (finish > end) {
    const text = `${words} ${spellHours((finish - end) / hourMs)} after the end, ${spellHour(end, start)}.`;
    risks.push({ ...about, kind: "behind-end", text });
  }
  const goNoGo = workstream.go_no_go === null ? null : Date.parse(workstream.go_no_go);
  if (goNoGo !== null && goNoGo !== end && finish > goNoGo) {
    const text = `${words} ${spellHours((finish - goNoGo) / hourMs)} after the go/no-go, ${spellHour(goNoGo, start)}.`;
    risks.push({ ...about, kind: "behind-go-no-go", text });
  }
  return risks;
}

function deadlines(context: RiskContext): readonly Risk[] {
  const { start, now } = context;
  const risks: Risk[] = [];
  for (const { task, times, deadline } of context.tasks.values()) {
    if (deadline === null || times === null || times.state === "done") continue;
    if (times.earliestFinish <= deadline) continue;
    const by = spellHours((times.earliestFinish - deadline) / hourMs);
    const was = now >= deadline ? "was due" : "is due";
    risks.push({
      kind: "deadline",
      severity: "urgent",
      text: `${nameOf(context, task)} ${was} at ${spellHour(deadline, start)} and is expected at ${spellHour(times.earliestFinish, start)}, ${by} too late.`,
      evidence: [task.id],
    });
  }
  return risks;
}

function assumed(context: RiskContext): readonly Risk[] {
  const ids = assumedIn(context).map(({ task }) => task.id);
  if (ids.length === 0) return [];
  const each = spellHours(context.workstream.default_hours);
  const words = listed(ids.map((id) => shortId(context, id)));
  return [
    {
      kind: "no-estimate",
      severity: "info",
      text: `Without an estimate, and taken to be ${each} of work each: ${words}.`,
      evidence: ids,
    },
  ];
}
