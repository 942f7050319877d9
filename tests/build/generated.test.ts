import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { withParts } from "../../src/build/document-parts.ts";
import { staleFiles } from "../../src/build/generated-files.ts";
import { rulesTable } from "../../src/build/rules-part.ts";
import { schemaFiles } from "../../src/build/schemas.ts";
import { Config, Data, Event, State, statuses } from "../../src/schema/index.ts";

test("what is generated is fresh (npm run generate)", async () => {
  expect(await staleFiles(".")).toEqual([]);
});

describe("the JSON Schemas", () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  function judge(name: string, value: unknown): boolean {
    const { $id: _, ...schema } = JSON.parse(
      schemaFiles().get(`schemas/${name}.schema.json`) ?? "",
    );
    return ajv.compile(schema)(value);
  }

  test.each([...schemaFiles().keys()])("%s is a valid schema of the draft it names", (path) => {
    const schema = JSON.parse(schemaFiles().get(path) ?? "");
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(ajv.validateSchema(schema)).toBe(true);
  });

  test.each([
    ["state", State, "state/mission-control.example.json"],
    ["data", Data, "docs/mission-control/data.example.json"],
  ] as const)(
    "%s agrees with zod on the example, and on the example broken",
    (name, schema, path) => {
      const example = JSON.parse(readFileSync(path, "utf8"));
      expect([judge(name, example), schema.safeParse(example).success]).toEqual([true, true]);
      for (const key of Object.keys(example)) {
        const broken = { ...example, [key]: 42.5 };
        expect([judge(name, broken), schema.safeParse(broken).success], key).toEqual([
          false,
          false,
        ]);
      }
    },
  );

  test("event and config agree with zod", () => {
    const [line = ""] = readFileSync("state/events.example.jsonl", "utf8").split("\n");
    const event = JSON.parse(line);
    expect([judge("event", event), Event.safeParse(event).success]).toEqual([true, true]);
    expect([
      judge("event", { ...event, more: 1 }),
      Event.safeParse({ ...event, more: 1 }).success,
    ]).toEqual([false, false]);
    expect([judge("config", {}), Config.safeParse({}).success]).toEqual([true, true]);
  });
});

describe("generated parts of documents", () => {
  const parts = { table: () => "| a |\n| --- |", slow: async () => "later" };
  test("only what stands between the markers changes", async () => {
    const text =
      "before\n<!-- generated:table -->\nold\n<!-- /generated -->\nafter <!-- generated:slow -->\n<!-- /generated -->";
    const made = await withParts("x.md", text, parts);
    expect(made).toBe(
      "before\n<!-- generated:table -->\n\n| a |\n| --- |\n\n<!-- /generated -->\nafter <!-- generated:slow -->\n\nlater\n\n<!-- /generated -->",
    );
    expect(await withParts("x.md", made, parts)).toBe(made);
  });

  test("a name that nothing generates and a marker that is never closed are refused", async () => {
    const unknown = withParts("x.md", "<!-- generated:tabel -->\n<!-- /generated -->", parts);
    await expect(unknown).rejects.toThrow('x.md: nothing generates "tabel"; there is: table, slow');
    const open = "<!-- generated:table -->\n<!-- generated:slow -->\n<!-- /generated -->";
    await expect(withParts("x.md", open, parts)).rejects.toThrow("has no");
  });
});

test("the lifecycle's document part has every status, and the way back from blocked", async () => {
  const text = await withParts("x.md", "<!-- generated:lifecycle -->\n<!-- /generated -->");
  for (const status of statuses) expect(text).toContain(`| \`${status}\``);
  expect(text).toMatch(
    /\| blocked +\| the status it came from \| a member of the repository, or the owner/,
  );
});

test("the README says how many rules the policy lists", () => {
  const rows = rulesTable()
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(readFileSync("README.md", "utf8")).toContain(`[${rows.length} of them](docs/policy.md`);
});
