import { describe, expect, test } from "vitest";
import { pathMatch } from "../../../src/core/triage/paths.ts";

const patterns = (...paths: readonly string[]) =>
  paths.map((path) => ({ path, domain: "infra" as const }));

describe("a pattern covers", () => {
  test.each<[string, string, string, string | null]>([
    ["what is in a folder", "src/api/", "see src/api/a.ts", "src/api/a.ts"],
    ["what is in a folder of that name further down", "api/", "see src/api/a.ts", "src/api/a.ts"],
    ["not a folder that only ends so", "api/", "see src/myapi/a.ts", null],
    ["files that end so", "*.sql", "see db/x.sql", "db/x.sql"],
    ["not files that end otherwise", "*.sql", "see db/x.ts", null],
    ["a file by its whole path", "db/x.sql", "see db/x.sql", "db/x.sql"],
    ["a file by its name", "x.sql", "see db/x.sql", "db/x.sql"],
    ["not a file whose name only ends so", "x.sql", "see db/max.sql", null],
    ["not another file", "y.sql", "see db/x.sql", null],
    ["not a file without a folder", "x.sql", "see x.sql", null],
    ["nothing in an address", "x.sql", "https://example.org/db/x.sql", null],
  ])("%s", (_, pattern, text, found) => {
    expect(pathMatch(text, patterns(pattern))?.path ?? null).toBe(found);
  });
});

test("patterns come in their order, before the paths in theirs", () => {
  const text = "see web/a.css, web/b.css and db/x.sql";
  expect(pathMatch(text, patterns("*.sql", "*.css"))?.path).toBe("db/x.sql");
  expect(pathMatch(text, patterns("*.css", "*.sql"))?.path).toBe("web/a.css");
});

test("what a pattern leaves open is null", () => {
  expect(pathMatch("see db/x.sql", [{ path: "*.sql" }])).toEqual({
    path: "db/x.sql",
    pattern: "*.sql",
    domain: null,
    project: null,
  });
});

test("without patterns nothing is found", () => {
  expect(pathMatch("see db/x.sql", [])).toBeNull();
});

test("of very many paths the first fifty are looked at", () => {
  const paths = Array.from({ length: 51 }, (_path, index) => `db/${index}.sql`);
  expect(pathMatch(paths.join(" "), patterns("49.sql"))?.path).toBe("db/49.sql");
  expect(pathMatch(paths.join(" "), patterns("50.sql"))).toBeNull();
});
