import type { Browser as PlaywrightBrowser, BrowserContext, Page } from "playwright";
import { OutsideError, UserError } from "../../errors.ts";
import type { Browser, Clock, LookRequest, LookResult } from "../../ports.ts";
import { findBrowsers } from "./find-browser.mjs";
import { seenTexts } from "./seen-texts.ts";

export type BrowserOptions = {
  /** Where Chrome or Chromium is; looked for when left out. */
  readonly executablePath?: string;
  readonly clock: Clock;
};

const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** A picture is at most this many viewports high, so that evidence stays small. */
const maxScreens = 3;
const maxFrames = 6;
/** The page's clock goes on until it is told to stop, and cannot be turned back. */
const clockSlackMs = 5000;

/**
 * A real Chrome or Chromium, without a window. Throws UserError when there is none, OutsideError when it does not start.
 * Close it: it holds more memory than everything else together.
 */
export async function openBrowser({ executablePath, clock }: BrowserOptions): Promise<Browser> {
  const path = executablePath ?? findBrowsers()[0];
  if (path === undefined) {
    throw new UserError(
      "No browser was found: install Chrome or Chromium, or run `npx playwright install chromium`, or set CHROMIUM_PATH to its program.",
    );
  }
  const browser = await launch(path);
  return {
    look: (request) => look(browser, request, clock),
    close: () => browser.close(),
  };
}

async function launch(executablePath: string): Promise<PlaywrightBrowser> {
  const { chromium } = await import("playwright");
  const isRoot = process.getuid?.() === 0;
  try {
    return await chromium.launch({
      executablePath,
      args: isRoot ? ["--no-sandbox", ...quiet] : quiet,
    });
  } catch (cause) {
    throw new OutsideError(`The browser at ${executablePath} did not start`, { cause });
  }
}

async function look(
  browser: PlaywrightBrowser,
  request: LookRequest,
  clock: Clock,
): Promise<LookResult> {
  const began = clock.now();
  let context: BrowserContext | null = null;
  try {
    context = await browser.newContext({
      viewport: { ...request.viewport },
      colorScheme: request.theme,
      reducedMotion: "reduce",
      serviceWorkers: "block",
      locale: "en-GB",
      timezoneId: "UTC",
    });
    const page = await context.newPage();
    await page.clock.install();
    const seen = watch(page, request.dataUrl);
    const ready = await isReady(page, request);
    const texts = await page.evaluate(seenTexts, request.texts);
    // A number that changed between two readings belongs to other data than the rest; the last answer is what was drawn.
    const data = await seen.data();
    await page.evaluate(
      "scrollTo(0, 0); for (const e of document.querySelectorAll('*')) { e.scrollTop = 0; e.scrollLeft = 0 }",
    );
    const overflowX = await page.evaluate<number>(
      "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)",
    );
    await stopClock(page);
    const { picture, steady } = await takePicture(page, request);
    return {
      ready,
      screenshot: picture,
      steady,
      texts,
      data,
      consoleErrors: seen.consoleErrors,
      failedRequests: seen.failedRequests,
      overflowX,
      durationMs: clock.now() - began,
    };
  } catch (cause) {
    throw new OutsideError(`The browser could not look at ${request.url}`, { cause });
  } finally {
    await context?.close();
  }
}

function watch(page: Page, dataUrl: string) {
  const consoleErrors: string[] = [];
  const failedRequests: string[] = [];
  let body: Promise<string | null> = Promise.resolve(null);
  page.on("console", (message) => {
    if (message.type() === "error") consoleErrors.push(message.text());
  });
  page.on("pageerror", (error) => consoleErrors.push(String(error)));
  page.on("requestfailed", (failed) =>
    failedRequests.push(`${failed.failure()?.errorText ?? "failed"} ${failed.url()}`),
  );
  page.on("response", (response) => {
    if (response.status() >= 400) failedRequests.push(`${response.status()} ${response.url()}`);
    if (!response.url().includes(dataUrl) || response.status() !== 200) return;
    body = response.text().catch((error: unknown) => {
      failedRequests.push(`the body of ${response.url()} could not be read: ${String(error)}`);
      return null;
    });
  });
  return { consoleErrors, failedRequests, data: () => body };
}

async function isReady(page: Page, request: LookRequest): Promise<boolean> {
  const { errors } = await import("playwright");
  try {
    await page.goto(request.url, { waitUntil: "load", timeout: request.timeoutMs });
    await page.waitForSelector(request.ready, { state: "attached", timeout: request.timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

/** What the page itself does as time goes by, such as counting its age, is no unrest, however long a picture takes. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate<number>("Date.now()")) + clockSlackMs);
}

/** Two frames in a row that are the same count as one; a page that never rests is shown as it was last. */
async function takePicture(page: Page, { viewport, timeoutMs }: LookRequest) {
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  const clip = {
    x: 0,
    y: 0,
    width: viewport.width,
    height: Math.max(viewport.height, Math.min(height, viewport.height * maxScreens)),
  };
  const shoot = () =>
    page.screenshot({
      fullPage: true,
      clip,
      animations: "disabled",
      caret: "hide",
      scale: "css",
      timeout: timeoutMs,
    });
  let picture = await shoot();
  for (let frame = 1; frame < maxFrames; frame++) {
    const next = await shoot();
    if (next.equals(picture)) return { picture: next, steady: true };
    picture = next;
  }
  return { picture, steady: false };
}
