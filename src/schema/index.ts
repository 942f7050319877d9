export * from "./agents.ts";
export * from "./config.ts";
export * from "./data.ts";
export * from "./event.ts";
export * from "./report.ts";
export * from "./state.ts";
export * from "./task-block.ts";
export * from "./vocabulary.ts";
