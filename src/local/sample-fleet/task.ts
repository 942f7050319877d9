import type { Domain, Kind, Priority, Risk, Status } from "../../schema/index.ts";
import type { Project } from "./files.ts";

/** One task of the fleet. Times (`ago`, `since`) are hours before the fleet is seeded; `due` is in days from then, `deadline` in hours. */
export type SampleTask = {
  /** By which other tasks name it. */
  readonly key: string;
  readonly title: string;
  readonly body: string;
  readonly filed: { readonly by: string; readonly ago: number };
  readonly labels: readonly [Kind, Priority, Domain];
  readonly risk?: Risk;
  readonly now: { readonly status: Status; readonly since: number };
  readonly owner?: string;
  readonly output?: string;
  readonly review?: string;
  readonly due?: number;
  readonly deadline?: number;
  /** Owners beside the accountable one. */
  readonly shared?: readonly string[];
  /** The milestone's title. */
  readonly workstream?: string;
  readonly estimate?: string;
  readonly depends?: readonly string[];
  readonly link?: string;
  readonly blocked?: {
    readonly reason: string;
    readonly by: string;
    readonly from: Status;
    readonly on?: string;
  };
  /** Who accepted it. */
  readonly verdict?: string;
  readonly says?: readonly { readonly by: string; readonly ago: number; readonly text: string }[];
  /** Something that contradicts the rest, for the first tick to find. */
  readonly planted?: Planted;
};

/** A contradiction, and the status in which the task ends once it has been judged. */
export type Planted = {
  readonly kind:
    | "not-triaged"
    | "two-status-labels"
    | "no-status-label"
    | "done-by-its-owner"
    | "closed-while-active"
    | "unknown-status-label"
    | "wrong-date"
    | "silent-agent";
  readonly by: string;
  readonly ago: number;
  readonly does: PlantedDeed;
  readonly ends: Status;
};

export type PlantedDeed =
  | { readonly type: "label" | "unlabel"; readonly label: string }
  | { readonly type: "close" }
  | { readonly type: "write-in-block"; readonly line: string }
  | { readonly type: "nothing" };

export type ProjectTasks = { readonly project: Project; readonly tasks: readonly SampleTask[] };
