import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { withoutExperimentalWarning } from "../../builtin.ts";
import { OutsideError, UserError } from "../../errors.ts";

export type DatabaseFile = {
  readonly prepare: (sql: string) => StatementSync;
  /** Runs what touches the file; a failure becomes an OutsideError that names the file. */
  readonly attempt: <T>(what: string, work: () => T) => T;
  readonly close: () => void;
};

const VERSION = 2;
/** How long a writer waits for another process's write, in milliseconds. */
const BUSY_MS = 5000;

const TABLES = `
  CREATE TABLE IF NOT EXISTS claims (
    key TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER, touched INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS claims_touched ON claims (touched);
  CREATE TABLE IF NOT EXISTS deliveries (
    id TEXT PRIMARY KEY, event TEXT NOT NULL, action TEXT, entity TEXT,
    received_at INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS deliveries_received ON deliveries (received_at);
  CREATE TABLE IF NOT EXISTS settled (
    task TEXT PRIMARY KEY, status TEXT NOT NULL, through TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS lists (
    repo TEXT PRIMARY KEY, since TEXT NOT NULL, etag TEXT NOT NULL, touched INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${VERSION};
`;

export function openDatabase(path: string): DatabaseFile {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  // Not a static import: hosts without a store shall neither load SQLite nor need it.
  const { DatabaseSync } = withoutExperimentalWarning("SQLite", () =>
    process.getBuiltinModule("node:sqlite"),
  );
  const database = prepared(path, () => new DatabaseSync(path, { timeout: BUSY_MS }));
  return {
    prepare: (sql) => database.prepare(sql),
    attempt: (what, work) => attempted(path, what, work),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

function prepared(path: string, open: () => DatabaseSync): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = open();
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (version > VERSION)
      throw new UserError(
        `${path}: written by a newer Mission Control (version ${version}, expected ${VERSION}). ` +
          "Use that one, or move the file away: it holds nothing that cannot be done again.",
      );
    if (version < VERSION) database.exec(TABLES);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${path}: cannot be used as the local store (${text(error)}). ` +
        "Expected a SQLite file that can be written, or none yet; move it away to begin afresh.",
      { cause: error },
    );
  }
}

function attempted<T>(path: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new OutsideError(`the local store ${path} could not ${what}: ${text(error)}`, {
      cause: error,
    });
  }
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
