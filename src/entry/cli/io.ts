export type Env = Readonly<Record<string, string | undefined>>;

/** The process as the commands see it: a test gives another one. */
export type Io = {
  /** Results, and nothing else. */
  readonly out: (text: string) => void;
  /** Everything else, line by line. */
  readonly err: (line: string) => void;
  readonly readStdin: () => Promise<string>;
  readonly cwd: string;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
};
