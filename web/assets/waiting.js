// The page reloads itself by its own means where this does not run; here it looks quietly, and reloads once there is something new to show.
const PAUSE_MS_MIN = 700;
const PAUSE_MS_MAX = 15_000;
const GROWTH = 1.25;

const waiting = document.querySelector('[data-progress]');

async function shownNow() {
  try {
    const answer = await fetch(waiting.dataset.progress, { headers: { accept: 'application/json' }, cache: 'no-store' });
    return answer.ok ? (await answer.json()).stage : undefined;
  } catch {
    // Away for a moment, as in a tunnel: the next look tells.
    return undefined;
  }
}

async function look(pause_ms) {
  const stage = await shownNow();
  // The same address again; reloading would ask to send a form once more where one brought the buyer here.
  if (stage !== undefined && stage !== waiting.dataset.stage) return window.location.replace(window.location.href);
  setTimeout(look, pause_ms, Math.min(pause_ms * GROWTH, PAUSE_MS_MAX));
}

if (waiting) void look(PAUSE_MS_MIN);
