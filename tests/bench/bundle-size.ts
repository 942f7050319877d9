import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleAction, bundleBudget } from "../../src/build/bundle-action.ts";
import type { Bench } from "./bench.ts";

export const bundleSize: Bench = {
  name: "bundle size",
  method:
    "The Action is bundled and minified as for a release; all its files but the browser driver count.",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "bundle-"));
    try {
      const { bytes } = await bundleAction(folder);
      return [
        {
          name: "Action bundle",
          value: bytes / 1000,
          unit: "kB",
          bound: { kind: "at most", value: bundleBudget / 1000 },
        },
        // Measured of actions/stale 10.3, which does a part of this.
        {
          name: "Action bundle, beside actions/stale",
          value: bytes / 1000,
          unit: "kB",
          against: { name: "actions/stale", value: 4400 },
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
