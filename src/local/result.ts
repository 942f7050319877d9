import type { Status } from "../schema/index.ts";

type Counts = Readonly<Record<Status, number>>;

/** What `npm start -- --once --json` prints. */
export type ControlRoomResult = {
  readonly ok: boolean;
  readonly reason:
    | "done"
    | "counts-differ"
    | "audit-failed"
    | "audit-unknown"
    | "alert-failed"
    | "incomplete";
  readonly exit_code: 0 | 3;
  readonly repo: string;
  readonly dashboard: string;
  readonly github: string;
  readonly commit: {
    readonly sha: string;
    readonly branch: string;
    readonly files: readonly string[];
  };
  readonly screenshot: {
    readonly file: string;
    readonly branch: string;
    readonly url: string;
  } | null;
  readonly report: { readonly path: string; readonly file: string; readonly commit: string };
  /** Tasks by status as four places tell it; `page` is null when no browser could look. */
  readonly by_status: {
    readonly github: Counts;
    readonly snapshot: Counts;
    readonly data: Counts;
    readonly page: Counts | null;
    readonly agree: boolean;
  };
  readonly audit: {
    readonly verdict: string;
    readonly checks: Readonly<Record<string, string>>;
    readonly findings: readonly { readonly code: string; readonly message: string }[];
  };
  readonly alerts: readonly {
    readonly alert: string;
    readonly channel: string;
    readonly reference: string;
  }[];
  readonly story: readonly { readonly said: string; readonly status: string }[];
  /** Requests to GitHub: the engine's own, and all together with the people's and the sample's. */
  readonly requests: { readonly engine: number; readonly all: number };
  /** Where we asked for something that GitHub's own description does not have. */
  readonly violations: readonly string[];
  readonly seconds: number;
};
