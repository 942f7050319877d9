import { expect, test } from "vitest";
import { readConfigFile } from "../../../src/core/documents/check-config.ts";

function findings(text: string): readonly string[] {
  return readConfigFile({ path: "c.yml", text }).findings.map(
    ({ line, column, code, message }) => `${line}:${column} ${code} ${message}`,
  );
}

const elsewhere =
  "control_room: acme/control governs this repository, so what stands here would never be read; write it there";
const bare = "expected a login as GitHub has it, without an @, found";

test.each<[string, string, string]>([
  [
    "rules in a repository that another control room governs",
    "control_room: acme/control\nrules:\n  overdue: { enabled: false }\n",
    `2:1 impossible ${elsewhere}`,
  ],
  [
    "operators in a repository that another control room governs",
    "operators: [ada]\ncontrol_room: acme/control\n",
    `1:1 impossible ${elsewhere}`,
  ],
  [
    "an operator with an at sign",
    "operators: [olga, '@ada']\n",
    `1:19 impossible operators: ${bare} "@ada"; write ada`,
  ],
  [
    "an orchestrator that is no login",
    "orchestrators:\n  - Ada Lovelace\n",
    `2:5 impossible orchestrators: ${bare} "Ada Lovelace"`,
  ],
  [
    "an engine's login with an at sign",
    "engine: { logins: ['@mission-control[bot]'] }\n",
    `1:20 impossible engine.logins: ${bare} "@mission-control[bot]"; write mission-control[bot]`,
  ],
  [
    "an engine that is nobody",
    "engine:\n  logins: []\n",
    "2:3 impossible logins: expected at least one: else Mission Control would judge its own writes like anybody's; leave the key out for the usual ones",
  ],
  [
    "critical alerts that nobody hears of",
    "alerts:\n  routes:\n    critical: []\n",
    "3:5 impossible critical: expected at least one of comment, redis, telegram, digest: nobody would hear of the gravest alerts",
  ],
  [
    "no label for what is critical",
    "rules:\n  critical_found: { labels: [] }\n",
    "2:21 impossible labels: expected at least one: no issue would ever be critical; to switch the rule off say enabled: false",
  ],
  [
    "one label for a halt and for security",
    "rules:\n  security_red: { label: Halt }\n",
    '2:19 impossible label: "Halt" is the label of /halt itself; expected another one, such as security:red',
  ],
  [
    "a halt by a label of ours",
    "rules:\n  security_red: { label: 'Priority: high' }\n",
    '2:19 impossible label: "Priority: high" is a label that Mission Control sets itself; expected another one, such as security:red',
  ],
  [
    "a status that is critical",
    "rules:\n  critical_found:\n    labels: [critical, 'status:done']\n",
    '3:24 impossible labels: "status:done" is a label that Mission Control sets itself; expected another one, such as severity:critical',
  ],
  [
    "a halt that is critical",
    "rules:\n  critical_found: { labels: [halt] }\n",
    '2:30 impossible labels: "halt" is a label that Mission Control sets itself; expected another one, such as severity:critical',
  ],
  [
    "another bot for the engine",
    "engine:\n  logins:\n    - github-actions[bot]\n    - Dependabot[bot]\n",
    "4:7 impossible engine.logins: Dependabot[bot] is not Mission Control, and its writes would be judged by nobody; take it out",
  ],
  [
    "a chat without a name",
    "alerts:\n  telegram: { chat: '' }\n",
    '2:15 wrong-value alerts.telegram.chat: expected the id or name of a chat (null: none), found ""',
  ],
  [
    "a stream without a name",
    "alerts:\n  redis: { stream: '' }\n",
    '2:12 wrong-value alerts.redis.stream: expected the name of a stream, such as mission-control:alerts, found ""',
  ],
  [
    "a message that goes out for ever",
    "rules:\n  ack_missed: { retries: 1000000 }\n",
    "2:17 wrong-value rules.ack_missed.retries: expected number to be <=24, found 1000000",
  ],
  [
    "a reserve of all there is",
    "tick:\n  reserve: 1000\n",
    "2:3 impossible reserve: expected less than 1000, the requests an hour of GITHUB_TOKEN, found 1000: none would be left for reading",
  ],
  [
    "pictures that replace the default branch",
    "screenshot_branch: main\n",
    "1:1 impossible screenshot_branch: main would be replaced as a whole; expected a branch of its own",
  ],
])("%s is found where it stands", (_, text, finding) => {
  expect(findings(text)).toEqual([finding]);
});

test.each([
  [
    "a repository that names its control room and nothing else",
    "version: 1\ncontrol_room: acme/control\n",
  ],
  ["what is as usual beside it", "control_room: acme/control\ntimezone: UTC\nprojects: []\n"],
  [
    "logins of people and bots",
    "operators: [ada-l, under_score]\norchestrators: ['helper[bot]']\n",
  ],
  [
    "a rule that is off",
    "rules:\n  critical_found: { enabled: false, labels: [] }\n  security_red: { enabled: false, label: halt }\n",
  ],
  ["a reserve just below", "tick: { reserve: 999 }\n"],
  ["other routes that are empty", "alerts: { routes: { info: [] } }\n"],
  ["the data on the main branch", "data_branch: main\n"],
])("%s is right", (_, text) => {
  expect(findings(text)).toEqual([]);
});
