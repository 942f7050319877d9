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
  readonly rateLimit?: RateLimitOptions;
  readonly port?: number;
};

/** A zod schema, a JSON Schema, or the paths of properties such as `user.login` (arrays are passed through). */
export type ReadsSource = ZodType | Json | readonly string[];

export type RateLimitOptions = {
  /** Requests an hour and login. */
  readonly limit: number;
  /** Issues, comments and reactions created a minute and login, when there is such a limit. */
  readonly creationsPerMinute?: number;
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
};
export type RequestHook = (
  request: Incoming,
) => Fault | undefined | void | Promise<Fault | undefined | void>;

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
  readonly close: () => Promise<void>;
};
