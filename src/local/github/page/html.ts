/** Text that is HTML already: only `html` makes it, and it escapes what it is given. */
export type Markup = { readonly markup: string };
type Value = string | number | Markup | readonly Markup[] | null;

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A piece of a page; whatever is put in is escaped, for text and for quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const written = values.map((value, index) => textOf(value) + (parts[index + 1] ?? ""));
  return { markup: (parts[0] ?? "") + written.join("") };
}

function textOf(value: Value): string {
  if (value === null) return "";
  if (typeof value === "string") return value.replace(/[&<>"']/g, (sign) => escapes[sign] ?? "");
  if (typeof value === "number") return String(value);
  return "markup" in value ? value.markup : value.map(({ markup }) => markup).join("");
}
