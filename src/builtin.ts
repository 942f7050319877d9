/**
 * Runs `load` without the ExperimentalWarning that Node gives the first time `feature` is loaded. Every other warning
 * passes. A person cannot act on this one: which Node runs is ours to choose.
 */
export function withoutExperimentalWarning<T>(feature: string, load: () => T): T {
  const emit = process.emitWarning;
  process.emitWarning = function (...args: unknown[]): void {
    const [warning, kind] = args;
    const type = typeof kind === "string" ? kind : warning instanceof Error ? warning.name : "";
    const text = warning instanceof Error ? warning.message : String(warning);
    if (type === "ExperimentalWarning" && text.startsWith(`${feature} `)) return;
    Reflect.apply(emit, process, args);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emit;
  }
}
