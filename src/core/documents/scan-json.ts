/** The way to a value: keys and indexes from the root. */
export type ValuePath = readonly PropertyKey[];

export type JsonScan = {
  /** Where the key (or, in a list and at the root, the value) of each wanted path is. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly duplicates: readonly { readonly key: string; readonly offset: number }[];
};

type Frame = { readonly keys: Set<string> | null; step: string | number; isKeyNext: boolean };

export function pointer(path: ValuePath): string {
  return path
    .map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

/**
 * Walks text that `JSON.parse` accepts, for what `JSON.parse` does not tell: where things are, and which keys are there
 * twice. Without recursion: the depth of the nesting is the file's to choose, not ours.
 */
export function scanJson(text: string, wanted: ReadonlySet<string>): JsonScan {
  const offsets = new Map<string, number>();
  const duplicates: { key: string; offset: number }[] = [];
  const frames: Frame[] = [];
  let deepest = 0;
  for (const path of wanted) deepest = Math.max(deepest, path.split("/").length - 1);
  function note(offset: number): void {
    // Deeper than anything wanted: or a file of nothing but brackets would take for ever.
    if (wanted.size === 0 || frames.length > deepest) return;
    const here = pointer(frames.map((frame) => frame.step));
    if (wanted.has(here)) offsets.set(here, offset);
  }
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]|[^\s{}[\],:"]+/g)) {
    const [token] = match;
    const frame = frames.at(-1);
    if (token === "}" || token === "]") {
      frames.pop();
    } else if (token === ",") {
      if (frame?.keys) frame.isKeyNext = true;
      else if (frame) frame.step = Number(frame.step) + 1;
    } else if (frame?.keys && frame.isKeyNext) {
      const key: string = JSON.parse(token);
      if (frame.keys.has(key)) duplicates.push({ key, offset: match.index });
      frame.keys.add(key);
      frame.step = key;
      frame.isKeyNext = false;
      note(match.index);
    } else {
      if (!frame?.keys) note(match.index);
      if (token === "{") frames.push({ keys: new Set(), step: "", isKeyNext: true });
      if (token === "[") frames.push({ keys: null, step: 0, isKeyNext: false });
    }
  }
  return { offsets, duplicates };
}
