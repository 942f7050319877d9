/** Text that is HTML already: only `markup` makes it, and it escapes what it is given. */
export type Markup = { readonly html: string };
type Value = string | number | Markup | readonly Markup[] | null;

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A piece of a page; whatever is put in is escaped, for text and for quoted attributes. */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const written = values.map((value, index) => textOf(value) + (parts[index + 1] ?? ""));
  return { html: (parts[0] ?? "") + written.join("") };
}

function textOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return value.replace(/[&<>"']/g, (sign) => escapes[sign] ?? "");
  if (typeof value === "number") return String(value);
  return "html" in value ? value.html : value.map(({ html }) => html).join("");
}
