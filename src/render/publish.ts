import type { State } from "../schema/index.ts";

export const hiddenAddress = "(private address)";

/** No scheme is longer: without a bound, a long word of dots would be looked through from each of them. */
const addresses = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s<>"'`)\]]+/gi;
const privateHost =
  /^(localhost|.*\.(local|localhost|internal|intranet|lan|home|corp)|127\.[\d.]+|10\.[\d.]+|192\.168\.[\d.]+|169\.254\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+|0\.0\.0\.0|\[(::1|f[cde][0-9a-f:]*)\]|[^.:[\]]+)$/i;

/** The hosts the tasks themselves live on: GitHub, an enterprise server, or the local one. Their addresses may be shown. */
export function ownOrigins(state: State): ReadonlySet<string> {
  const origins = new Set<string>();
  for (const task of Object.values(state.tasks)) {
    const url = URL.parse(task.url);
    if (url !== null) origins.add(url.origin);
  }
  return origins;
}

/**
 * Text that may be published: addresses on private hosts, with a password in them, or of another kind than http(s) are
 * hidden; a query, where tokens travel, is cut off.
 */
export function publishText(text: string, own: ReadonlySet<string>): string {
  return text.replace(addresses, (address) => publishAddress(address, own));
}

/** One address that may be published, or null. A path inside the repository is left as it is. */
export function publishLocation(location: string, own: ReadonlySet<string>): string | null {
  if (!location.includes("://")) return location;
  const shown = publishAddress(location, own);
  return shown === hiddenAddress ? null : shown;
}

function publishAddress(address: string, own: ReadonlySet<string>): string {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return hiddenAddress;
  if (url.username !== "" || url.password !== "") return hiddenAddress;
  if (!own.has(url.origin) && privateHost.test(url.hostname)) return hiddenAddress;
  return url.search === "" ? address : address.slice(0, address.indexOf("?"));
}
