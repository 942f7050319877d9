export const stylePath = "/assets/page.css";

/** The look of the pages, in the system's own colours. */
export const style = `:root {
  color-scheme: light dark;
  --line: light-dark(#d6dbd5, #27313a);
  --surface: light-dark(#ffffff, #151b21);
  --muted: light-dark(#515d66, #9aa8b4);
  --accent: light-dark(#08636a, #62cbd2);
  --failed: light-dark(#ad2119, #ff8f86);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 54rem; padding: 1rem;
  background: light-dark(#f1f3f0, #0c1014); color: light-dark(#182026, #e3e9ee);
  font: 15px/1.5 system-ui, sans-serif;
}
a { color: var(--accent); }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0.5rem 0; overflow-wrap: anywhere; }
h1 span, time, .muted { color: var(--muted); font-weight: normal; }
pre {
  margin: 0; padding: 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", monospace;
}
ol, ul { list-style: none; margin: 1rem 0; padding: 0; }
.label {
  display: inline-block; margin: 0.1rem 0.2rem 0.1rem 0; padding: 0 0.5rem;
  border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); font-size: 13px;
}
.status { border-color: var(--accent); color: var(--accent); font-weight: 600; }
.box { margin: 0.75rem 0; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); }
.box > header { padding: 0.4rem 0.75rem; border-bottom: 1px solid var(--line); }
.event { margin: 0.35rem 0.75rem; font-size: 14px; }
.reactions { padding: 0 0.75rem 0.5rem; }
.notice { border-left: 4px solid var(--accent); padding: 0.5rem 0.75rem; background: var(--surface); }
.refused { border-color: var(--failed); }
form { display: grid; gap: 0.75rem; padding: 0.75rem; }
form div { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
textarea { width: 100%; min-height: 6rem; padding: 0.5rem; font: inherit; }
button, select { min-height: 2.25rem; padding: 0 0.75rem; font: inherit; }
`;
