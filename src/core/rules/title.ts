/** An alert's title: the words of the configuration, or ours, before what it is about. Raw text: whoever shows it escapes it. */
export function titled(
  settings: { readonly text?: string | undefined },
  ours: string,
  subject: string,
): string {
  return `${settings.text ?? ours}: ${subject}`;
}
