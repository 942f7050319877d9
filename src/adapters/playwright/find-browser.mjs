import { accessSync, constants, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "chrome-headless-shell",
  "microsoft-edge",
];

const usualPlaces = {
  linux: ["/usr/bin/chromium", "/usr/lib/chromium/chromium", "/opt/google/chrome/chrome"],
  darwin: ["Google Chrome", "Chromium", "Microsoft Edge"].map(
    (app) => `/Applications/${app}.app/Contents/MacOS/${app}`,
  ),
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
  ],
};

/** Where a Chrome or Chromium is on this machine, best first; plain JavaScript, because set-up asks before anything is installed.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {readonly string[]}
 */
export function findBrowsers(env = process.env) {
  const asked = env["CHROMIUM_PATH"];
  // Somebody who names a browser wants that one and no other.
  if (asked) return [asked].filter(isExecutable);
  const onPath = (env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const places = usualPlaces[/** @type {keyof typeof usualPlaces} */ (process.platform)] ?? [];
  return [...new Set([...onPath, ...places, ...playwrightBrowsers(env)])].filter(isExecutable);
}

/** @param {NodeJS.ProcessEnv} env */
function playwrightBrowsers(env) {
  const cache = env["PLAYWRIGHT_BROWSERS_PATH"] || playwrightCache();
  return list(cache)
    .filter((name) => name.startsWith("chromium"))
    .sort((a, b) => revision(b) - revision(a))
    .flatMap((name) => list(join(cache, name)).map((platform) => join(cache, name, platform)))
    .flatMap((folder) => [
      join(folder, "chrome"),
      join(folder, "chrome-headless-shell"),
      join(folder, "headless_shell"),
      join(folder, "chrome.exe"),
      ...["Chromium", "Google Chrome for Testing"].map((app) =>
        join(folder, `${app}.app`, "Contents", "MacOS", app),
      ),
    ]);
}

function playwrightCache() {
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "ms-playwright");
  if (process.platform === "win32") return join(homedir(), "AppData", "Local", "ms-playwright");
  return join(homedir(), ".cache", "ms-playwright");
}

/** @param {string} name `chromium-1187` */
function revision(name) {
  return Number.parseInt(name.replace(/^.*-/, ""), 10) || 0;
}

/** @param {string} folder */
function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
