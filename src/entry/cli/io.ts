export type Env = Readonly<Record<string, string | undefined>>;

/** The process as the commands see it: a test gives another one. */
export type Io = {
  /** Results, and nothing else. */
  readonly out: (text: string) => void;
  /** Everything else, line by line. */
  readonly err: (line: string) => void;
  /** Standard input, in pieces as it comes. */
  readonly stdin: () => AsyncIterable<string>;
  readonly cwd: string;
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
};
