import type { ZodType } from "zod";
import type { Json } from "./json.ts";

export type Permission = "admin" | "maintain" | "write" | "triage" | "read" | "none";

export type LocalGitHubOptions = {
  readonly repos: readonly {
    readonly owner: string;
    readonly name: string;
    readonly private?: boolean;
  }[];
  readonly users: readonly {
    readonly login: string;
    readonly type?: "User" | "Bot";
    readonly name?: string;
  }[];
  readonly app?: { readonly slug: "mission-control"; readonly webhookUrl?: string };
  /** By operation id, what the caller reads of the answer. */
  readonly reads?: Readonly<Record<string, ReadsSource>>;
  /** `enforce` (the default) answers a wrong request 422, `record` only notes it, `off` does not look. */
  readonly check?: "enforce" | "record" | "off";
  /** `github`: as GitHub documents them; absent: none but that of page numbers. */
  readonly limits?: "github" | LimitOptions;
  /** What the host has (everything); older ones and GitHub Enterprise Server lack some. */
  readonly features?: Partial<Features>;
  readonly port?: number;
};

/** A zod schema, a JSON Schema, or the paths of properties such as `user.login` (arrays are passed through). */
export type ReadsSource = ZodType | Json | readonly string[];

export type Features = {
  /** Sub-issues by REST; without, their addresses answer 404 and issues do not speak of them. */
  readonly subIssues: boolean;
  /** Issue dependencies by REST, likewise. */
  readonly dependencies: boolean;
  /** A dependency that closes a circle is refused. */
  readonly refusesCycles: boolean;
};

export type LimitOptions = {
  /** The primary limit, of every account or by its kind: a workflow's GITHUB_TOKEN, an App, a person, nobody. */
  readonly requestsPerHour?:
    | number
    | Readonly<Partial<Record<"workflow" | "installation" | "person" | "nobody", number>>>;
  /** A request that reads is 1 point, one that writes 5. */
  readonly pointsPerMinute?: number;
  /** Requests under way at once. */
  readonly concurrent?: number;
  /** Issues, comments, reviews, relations and reactions. */
  readonly creationsPerMinute?: number;
  readonly creationsPerHour?: number;
  /** Items of a list that page numbers reach (10,000); null: all. Links reach all of an issue list. */
  readonly offsetItems?: number | null;
  /** HTTP status of a refusal (403). */
  readonly refusal?: 403 | 429;
};

export type Delivery = {
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: unknown;
  readonly body: string;
  readonly headers: Record<string, string>;
};

export type DeliveryRecord = {
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  /** HTTP status; 0 when nothing answered. */
  readonly status: number;
  readonly at: string;
};

export type Violation = {
  readonly kind: "request" | "answer" | "read";
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly message: string;
};

export type RequestRecord = {
  readonly method: string;
  readonly path: string;
  /** 0: no answer, or none that is whole. */
  readonly status: number;
  readonly login: string | null;
};

export type Incoming = {
  readonly method: string;
  readonly path: string;
  readonly login: string | null;
  readonly body: unknown;
};
/** What goes wrong with a request: before it is performed, or after (performed, but the caller is told otherwise). */
export type Fault = {
  /** HTTP status; 0 breaks the connection off without an answer. */
  readonly status: number;
  readonly when?: "before" | "after";
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of status 0: milliseconds (real ones) that the connection is held open first. */
  readonly holdMs?: number;
  /** Of status 0, after: the answer begins, and breaks off in the middle of its body. */
  readonly cut?: true;
};
export type RequestHook = (
  request: Incoming,
) => Fault | undefined | void | Promise<Fault | undefined | void>;

/** What goes wrong, and with which requests; whatever is absent narrows nothing down. */
export type FaultRule = {
  readonly method?: string | readonly string[];
  /** Tested against the path without its query. */
  readonly path?: RegExp;
  /** Operation id of GitHub's description, such as `issues/update`. */
  readonly operation?: string;
  readonly login?: string;
  /** Of the requests that match, counted from 1. */
  readonly nth?: number | readonly number[];
  /** From 0 to 1. */
  readonly probability?: number;
  /** At most so often. */
  readonly times?: number;
} & (
  | {
      /** Answered with an error; performed all the same where it says so. */
      readonly kind: "status";
      readonly status: number;
      readonly isPerformed?: boolean;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Held open (1,000 ms), then dropped. */
  | { readonly kind: "timeout"; readonly holdMs?: number; readonly isPerformed?: boolean }
  /** Performed; the answer breaks off in the middle of its body. */
  | { readonly kind: "cut" }
  /** Performed; the connection breaks off before the answer. */
  | { readonly kind: "lost" }
);
export type FaultRecord = Pick<FaultRule, "kind"> & {
  readonly method: string;
  readonly path: string;
};

export type LocalGitHub = {
  /** Base of the API, such as http://127.0.0.1:41234 */
  readonly url: string;
  readonly app: {
    readonly id: number;
    readonly slug: string;
    readonly login: "mission-control[bot]";
    readonly privateKey: string;
    readonly webhookSecret: string;
    readonly installationId: number;
  };
  /** A personal token of that user; of `github-actions[bot]` what a workflow gets as GITHUB_TOKEN. */
  readonly token: (login: string) => string;
  readonly setPermission: (repo: string, login: string, permission: Permission) => void;
  readonly createRepo: (repo: {
    readonly owner: string;
    readonly name: string;
    readonly private?: boolean;
  }) => Promise<void>;
  /** As on GitHub's pages: 410 from then on, and no trace in any list. The first user does it when nobody is named. */
  readonly deleteIssue: (repo: string, number: number, login?: string) => Promise<void>;
  /** To another repository of the same owner; returns its number there, to which the old address redirects. */
  readonly transferIssue: (
    repo: string,
    number: number,
    toRepo: string,
    login?: string,
  ) => Promise<number>;
  /** From now on, with nothing spent; null: none but that of page numbers. */
  readonly setLimits: (limits: "github" | LimitOptions | null) => void;
  readonly setFeatures: (features: Partial<Features>) => void;
  readonly setWebhookUrl: (url: string | null) => void;
  /** Milliseconds since the epoch; null: the real time. */
  readonly setNow: (ms: number | null) => void;
  readonly deliveries: {
    /** From now on deliveries are kept in the queue, also when there is no address to send them to. */
    readonly pause: () => void;
    readonly resume: () => void;
    /** The queued deliveries, which leave the queue. */
    readonly take: () => Delivery[];
    /** Sends one, as often as it is called, and returns the HTTP status; 0 when nothing answered. */
    readonly send: (delivery: Delivery) => Promise<number>;
    readonly log: () => readonly DeliveryRecord[];
  };
  /** Resolves when everything queued is delivered (paused: when nothing is under way). */
  readonly idle: () => Promise<void>;
  readonly requests: () => number;
  readonly requestLog: () => readonly RequestRecord[];
  readonly violations: () => readonly Violation[];
  /** Called before each request is looked at; returns a function that ends it. */
  readonly onRequest: (hook: RequestHook) => () => void;
  readonly faults: {
    /** In place of the rules there were; the first rule that is due decides. */
    readonly set: (
      rules: FaultRule | readonly FaultRule[],
      options?: { readonly seed?: number },
    ) => void;
    readonly clear: () => void;
    /** What went wrong by these rules. */
    readonly log: () => readonly FaultRecord[];
  };
  readonly close: () => Promise<void>;
};
