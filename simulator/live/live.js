// Keeps the regions of a page that are marked `data-live` as the server has them, without a reload. The element `data-live-status` says how to
// hear of news: by an address of Server-Sent Events (data-events), else by asking every so many seconds (data-seconds).
(() => {
  const status = document.querySelector('[data-live-status]');
  if (!status) return;
  const { events, seconds, on, off, paused, pause, resume } = status.dataset;
  const FALLBACK_MS = 15_000;
  const regions = () => [...document.querySelectorAll('[data-live]')];
  const keysIn = (root) => new Set([...root.querySelectorAll('[data-key]')].map((entry) => entry.dataset.key));
  let stream;
  let timer;
  let stopped = false;
  let refreshing = false;
  let again = false;
  let held = false;
  // What the server last said of each region; the page itself also carries marks.
  const seen = new WeakMap();

  const told = document.createElement('span');
  const news = document.createElement('span');
  news.className = 'unseen';
  news.setAttribute('aria-live', 'polite');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  status.replaceChildren(told, button, news);
  status.hidden = false;

  function tell(text, state) {
    told.textContent = text;
    status.dataset.state = state;
    button.textContent = stopped ? resume : pause;
  }

  // What somebody is about to press, or has opened, is not taken from under their hands.
  const inUse = (region) => region.contains(document.activeElement) || region.querySelector('details[open]') !== null;

  function announce(region, known) {
    const fresh = [...region.querySelectorAll('[data-key]')].filter((entry) => !known.has(entry.dataset.key));
    for (const entry of fresh) entry.classList.add('fresh');
    const texts = fresh.map((entry) => entry.dataset.news).filter(Boolean);
    if (texts.length > 0) news.textContent = texts.join('. ');
  }

  function replace(region, source) {
    const fresh = source.innerHTML;
    if ((seen.get(region) ?? region.innerHTML) === fresh) return;
    if (inUse(region)) {
      held = true;
      return;
    }
    const known = keysIn(region);
    seen.set(region, fresh);
    region.replaceChildren(...source.childNodes);
    announce(region, known);
  }

  async function load() {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const pairs = regions().map((region) => [region, page.getElementById(region.id)]);
    // Logged out meanwhile, say: the whole page is another one.
    if (pairs.some(([, source]) => source === null)) return location.reload();
    held = false;
    for (const [region, source] of pairs) replace(region, source);
    tell(on, 'on');
  }

  async function refresh() {
    again = refreshing;
    if (refreshing || stopped) return;
    refreshing = true;
    try {
      await load();
    } catch {
      tell(off, 'off');
    }
    refreshing = false;
    if (again) await refresh();
  }

  function listen() {
    stream = new EventSource(events);
    stream.onopen = refresh;
    stream.addEventListener('changed', refresh);
    stream.onerror = () => {
      if (stream.readyState !== EventSource.CLOSED) return tell(off, 'off');
      // Refused, as where too many pages are open: this one asks.
      void refresh();
      ask(FALLBACK_MS);
    };
  }

  function ask(pause_ms) {
    timer = setTimeout(async () => {
      await refresh();
      if (!stopped && timer !== undefined) ask(pause_ms);
    }, pause_ms);
  }

  function start() {
    stop();
    if (stopped || document.hidden) return;
    if (events) return listen();
    ask(Number(seconds) * 1000);
  }

  function stop() {
    stream?.close();
    clearTimeout(timer);
    timer = undefined;
  }

  button.addEventListener('click', () => {
    stopped = !stopped;
    tell(stopped ? paused : on, stopped ? 'paused' : 'on');
    start();
    void refresh();
  });
  const letGo = () => held && setTimeout(refresh);
  for (const type of ['focusout', 'toggle']) document.addEventListener(type, letGo, true);
  // A page that nobody looks at holds no connection; it catches up when it is looked at again.
  document.addEventListener('visibilitychange', () => {
    start();
    if (!document.hidden) void refresh();
  });
  window.addEventListener('pagehide', stop);
  window.addEventListener('pageshow', (event) => event.persisted && start());
  tell(on, 'on');
  start();
})();
