import { z } from "zod";
import { markdownTable } from "./markdown-table.ts";

const Place = z.object({ line: z.number(), column: z.number() });
const Mutant = z.object({
  status: z.enum([
    "Killed",
    "Timeout",
    "Survived",
    "NoCoverage",
    "CompileError",
    "RuntimeError",
    "Ignored",
    "Pending",
  ]),
  replacement: z.string().optional(),
  location: z.object({ start: Place, end: Place }),
});
type Mutant = z.infer<typeof Mutant>;

/** What is read of Stryker's report (mutation-testing-report-schema). */
export const MutationReport = z.object({
  thresholds: z.object({ low: z.number() }),
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(Mutant) })),
});
export type MutationReport = z.infer<typeof MutationReport>;

/** Of one or several files: how many mutants could be judged, and how many of those no test noticed. */
export type Tally = {
  readonly mutants: number;
  readonly survived: number;
  /** Of the survivors, those that no test even reaches. */
  readonly unreached: number;
};

/** Of the report, only files that are still what they were when it was made; `sources` is the core as it is now, by path. */
export function currentPart(
  { files, thresholds }: MutationReport,
  sources: ReadonlyMap<string, string>,
): MutationReport {
  const current = Object.entries(files).filter(
    ([path, { source }]) => sources.get(path) === source,
  );
  return { files: Object.fromEntries(current), thresholds };
}

/** The tallies of the files in this report, by path. */
export function tally({ files }: MutationReport): ReadonlyMap<string, Tally> {
  return new Map(Object.entries(files).map(([path, { mutants }]) => [path, tallyOf(mutants)]));
}

/** Per cent of the mutants that a test noticed; of none, 100. */
export function scoreOf({ mutants, survived }: Tally): number {
  return mutants === 0 ? 100 : (100 * (mutants - survived)) / mutants;
}

/** Each survivor on a line: where it is, what stands there, and what was put in its place. */
export function survivors({ files }: MutationReport): readonly string[] {
  return Object.entries(files).flatMap(([path, { source, mutants }]) => {
    const lines = source.split("\n");
    return mutants.filter(isSurvivor).map(({ status, location, replacement }) => {
      const { start, end } = location;
      const line = lines[start.line - 1] ?? "";
      const until = end.line === start.line ? end.column - 1 : line.length;
      const [before, after] = [line.slice(start.column - 1, until), replacement ?? ""].map(oneLine);
      const unreached = status === "NoCoverage" ? "  (unreached)" : "";
      return `${path}:${start.line}:${start.column}  ${before}  →  ${after}${unreached}`;
    });
  });
}

/** When a run was, and how long it took, in minutes. */
export type When = { readonly day: string; readonly minutes: number };

/** docs/mutation.md. */
export function mutationDocument(
  report: MutationReport,
  sources: ReadonlyMap<string, string>,
  { day, minutes }: When,
): string {
  const known = tally(currentPart(report, sources));
  const { low } = report.thresholds;
  const weak = [...known].filter(([, file]) => scoreOf(file) < low);
  return `# Mutation testing

Written by \`npm run mutation\` on ${day}. Stryker changes \`src/core\` in one place at a time, a mutant, and runs the tests of
the core that come by that place. A mutant that no test notices has survived. The score is the share of the mutants that
were noticed; at least ${low} % is wanted. This run took ${Math.ceil(minutes)} minutes: it asked what was not known yet.

${folderTable([...sources.keys()], known)}

${weak.length === 0 ? `No file of these is below ${low} %.` : `Below ${low} % are:\n\n${fileTable(weak)}`}

- **files** are those that were asked since they last changed, of all there are; some have nothing to change in them.
- **survived** holds two kinds: mutants that a test ran and did not mind, and those that no test reaches.
- A mutant that never ends counts as noticed; one that cannot be loaded is not counted.
- Some survivors are no fault: they change nothing that anybody could see, such as what is kept only to save time.
- Results are kept in \`.stryker/\`, so that the next run asks only what changed. \`--force\` asks all again: without it, a
  survivor in what a module does while it loads is not asked again when only tests are new.
  \`.stryker/survivors.txt\` lists who survived and where, \`.stryker/report.html\` shows it in the source.
- One folder alone: \`npm run mutation -- --mutate 'src/core/state/*.ts'\`; of the others the page keeps what is still true.
`;
}

/** A row for each folder, without the folders in it, and one for all. */
function folderTable(paths: readonly string[], known: ReadonlyMap<string, Tally>): string {
  const folders = Map.groupBy(paths, (path) => path.slice(0, path.lastIndexOf("/")));
  const row = (name: string, inside: readonly string[]) => {
    const asked = inside.flatMap((path) => known.get(path) ?? []);
    const cells = asked.length === 0 ? figureNames.map(() => "") : figures(sum(asked));
    return [name, `${asked.length} of ${inside.length}`, ...cells];
  };
  const rows = [...folders].map(([folder, inside]) => row(`\`${folder}\``, inside));
  return markdownTable(["folder", "files", ...figureNames], [...rows, row("**all**", paths)]);
}

function fileTable(files: readonly (readonly [path: string, tally: Tally])[]): string {
  const rows = files.map(([path, file]) => [`\`${path}\``, ...figures(file)]);
  return markdownTable(["file", ...figureNames], rows);
}

const figureNames = ["score", "mutants", "survived", "of them unreached"] as const;

function figures(of: Tally): readonly string[] {
  const { mutants, survived, unreached } = of;
  return [`${scoreOf(of).toFixed(1)} %`, `${mutants}`, `${survived}`, `${unreached}`];
}

function sum(tallies: readonly Tally[]): Tally {
  const total = { mutants: 0, survived: 0, unreached: 0 };
  for (const { mutants, survived, unreached } of tallies) {
    total.mutants += mutants;
    total.survived += survived;
    total.unreached += unreached;
  }
  return total;
}

function tallyOf(all: readonly Mutant[]): Tally {
  const survived = all.filter(isSurvivor);
  return {
    mutants: survived.length + all.filter(isNoticed).length,
    survived: survived.length,
    unreached: survived.filter(({ status }) => status === "NoCoverage").length,
  };
}

/** A mutant that never ends was noticed; one that cannot be loaded or is excluded says nothing and is not counted. */
function isNoticed({ status }: Mutant): boolean {
  return status === "Killed" || status === "Timeout";
}

function isSurvivor({ status }: Mutant): boolean {
  return status === "Survived" || status === "NoCoverage";
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 120);
}
