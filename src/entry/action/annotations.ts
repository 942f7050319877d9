import { z } from "zod";
import type { Ended } from "../cli/ended.ts";

/** One finding, where GitHub shows it: beside the line of the pull request. */
export type Annotation = {
  readonly message: string;
  readonly isError: boolean;
  readonly at: { readonly file: string; readonly startLine: number; readonly startColumn: number };
};

const Findings = z.array(
  z.object({
    file: z.string(),
    line: z.int().positive(),
    column: z.int().positive(),
    message: z.string(),
    severity: z.string(),
  }),
);

/** GitHub shows ten errors and ten warnings a step; the log and the summary have them all. */
const mostShown = 10;

/** The findings that a run has about files, the gravest kind first, as many as GitHub shows. */
export function annotationsOf({ data }: Pick<Ended, "data">): readonly Annotation[] {
  const findings = Findings.safeParse(data["findings"]).data ?? [];
  const all = findings.map(({ file, line, column, message, severity }) => ({
    message,
    isError: severity === "urgent" || severity === "critical",
    at: { file, startLine: line, startColumn: column },
  }));
  return [
    ...all.filter(({ isError }) => isError).slice(0, mostShown),
    ...all.filter(({ isError }) => !isError).slice(0, mostShown),
  ];
}
