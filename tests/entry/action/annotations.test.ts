import { expect, test } from "vitest";
import { annotationsOf } from "../../../src/entry/action/annotations.ts";

const finding = (line: number, severity: string) => ({
  file: ".github/mission-control.yml",
  line,
  column: 3,
  message: `line ${line} is wrong`,
  severity,
  code: "impossible",
});

test("a finding stands beside its line", () => {
  expect(annotationsOf({ data: { findings: [finding(7, "urgent")] } })).toEqual([
    {
      message: "line 7 is wrong",
      isError: true,
      at: { file: ".github/mission-control.yml", startLine: 7, startColumn: 3 },
    },
  ]);
});

test("no more than GitHub shows, errors apart from warnings", () => {
  const findings = Array.from({ length: 30 }, (_, index) =>
    finding(index + 1, index % 2 === 0 ? "warning" : "urgent"),
  );
  const shown = annotationsOf({ data: { findings } });
  expect(shown.filter(({ isError }) => isError).map(({ at }) => at.startLine)).toEqual([
    2, 4, 6, 8, 10, 12, 14, 16, 18, 20,
  ]);
  expect(shown.filter(({ isError }) => !isError)).toHaveLength(10);
});

test.each([[{}], [{ findings: "none" }], [{ findings: [{ check: "page", message: "no place" }] }]])(
  "what has no place in a file is no annotation: %j",
  (data) => {
    expect(annotationsOf({ data })).toEqual([]);
  },
);
