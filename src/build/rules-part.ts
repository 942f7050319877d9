import { settingsOf } from "../core/alerts.ts";
import type { AnyRule } from "../core/rules/rule.ts";
import { rules } from "../core/rules/table.ts";
import { Agents, Config, severities } from "../schema/index.ts";
import { markdownTable } from "./markdown-table.ts";

/** What every rule has beside its own numbers: said once, not in each row. */
const common: ReadonlySet<string> = new Set(["enabled", "severity", "text"]);

/** Every rule, with its numbers as they are when nothing is configured. A rule that is about two things is one row. */
export function rulesTable(): string {
  const policy = { config: Config.parse({}), agents: Agents.parse({ agents: [] }) };
  const rows = [...Map.groupBy(rules, ({ id }) => id)].map(([id, [rule]]) => {
    const settings = rule === undefined ? undefined : settingsOf(rule, policy);
    if (rule === undefined || settings === undefined) throw new Error(`${id} is no rule`);
    return [
      `\`${id}\``,
      rule.when,
      rule.does,
      severitiesOf(rule, settings.severity),
      `\`rules.${id.replaceAll("-", "_")}\``,
      numbersOf(settings),
    ];
  });
  return markdownTable(["rule", "when", "then", "severity", "configured in", "defaults"], rows);
}

function severitiesOf({ also = [] }: AnyRule, own: string): string {
  return severities.filter((one) => one === own || also.includes(one)).join(", ");
}

function numbersOf(settings: object): string {
  return Object.entries(settings)
    .filter(([name]) => !common.has(name))
    .map(([name, value]) => `\`${name}\` ${shown(value)}`)
    .join(", ");
}

function shown(value: unknown): string {
  if (typeof value === "number") return `${Number(value.toFixed(4))}`;
  return [value]
    .flat()
    .map((one) => `\`${String(one)}\``)
    .join(" or ");
}
