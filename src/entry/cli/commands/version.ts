import manifest from "../../../../package.json" with { type: "json" };
import type { Ended } from "../ended.ts";

export function version(): Ended {
  const { name, version } = manifest;
  const node = process.versions.node;
  return {
    reason: "done",
    exitCode: 0,
    text: `${name} ${version} (Node ${node})`,
    data: { name, version, node },
  };
}
