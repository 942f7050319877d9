import { expect, test } from "vitest";
import { readAgentsFile } from "../../../src/core/documents/check-agents.ts";

const read = (text: string) => readAgentsFile({ path: "a.yml", text });

test("agents with ids of their own are read", () => {
  const { value, findings } = read(
    "agents:\n  - { id: atlas, role: QA }\n  - { id: iris, role: QA }\n",
  );
  expect(findings).toEqual([]);
  expect(value?.agents.map(({ id }) => id)).toEqual(["atlas", "iris"]);
});

test("an id that is taken is said at itself, with the line of the first, and nothing is read", () => {
  const text = [
    "agents:",
    "  - role: QA",
    "    id: atlas",
    "  - role: QA",
    "    id: atlas",
    "  - role: QA",
    "    id: atlas",
  ].join("\n");
  const { value, findings } = read(text);
  expect(value).toBeNull();
  expect(findings.map(({ path, code, message }) => `${path} ${code} ${message}`)).toEqual([
    'a.yml:5:5 duplicate-id the agent id "atlas" is taken, in line 3',
    'a.yml:7:5 duplicate-id the agent id "atlas" is taken, in line 3',
  ]);
});
