import type { Ticked } from "../app/tick.ts";
import type { Clock, Log } from "../ports.ts";

const tickEveryMs = 60_000;
const tickAfterMs = 400;

/** One tick shortly after a change, however many changes there are, and one when time alone may have changed something. */
export function laterTick({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
  let run: (() => Promise<Ticked>) | null = null;
  let isOn = false;
  let timer: NodeJS.Timeout | null = null;
  let last: Promise<void> = Promise.resolve();
  const plan = (ms: number) => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(tickOnce);
    }, ms);
  };
  const tickOnce = async () => {
    if (!isOn || run === null) return;
    try {
      const { commit } = await run();
      if (commit !== null)
        log.info("committed", { events: commit.events, at: new Date(clock.now()).toISOString() });
    } catch (error) {
      log.error("tick failed", { error: error instanceof Error ? error.message : String(error) });
    }
    if (isOn) plan(tickEveryMs);
  };
  return {
    set: (tick: () => Promise<Ticked>) => {
      run = tick;
    },
    start: () => {
      isOn = true;
      plan(tickEveryMs);
    },
    wake: () => {
      if (isOn) plan(tickAfterMs);
    },
    stop: async () => {
      isOn = false;
      if (timer !== null) clearTimeout(timer);
      await last;
    },
  };
}
