/** Something a person did that a person can mend; the message says where, what was expected and how. Exit code 2. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** Something outside failed (GitHub, Redis, the browser): what is left undone can be done later. Exit code 3. */
export class OutsideError extends Error {
  override readonly name = "OutsideError";
  /** HTTP status, when there was one. */
  readonly status: number | null;
  constructor(message: string, options: { cause?: unknown; status?: number } = {}) {
    super(message, { cause: options.cause });
    this.status = options.status ?? null;
  }
}
