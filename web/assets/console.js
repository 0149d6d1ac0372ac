// What makes the console nicer where scripts run. Every page works without it.

/** A form that acts is sent once: a second click before the answer does nothing. Coming back by the back button frees it again. */
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent === 'yes') return event.preventDefault();
    form.dataset.sent = 'yes';
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
  });
}
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled');
  }
});

/** Texts to copy get a button that copies them. */
const IS_FRENCH = document.documentElement.lang === 'fr';
if (navigator.clipboard) {
  for (const place of document.querySelectorAll('.c-copy')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'c-second';
    button.textContent = IS_FRENCH ? 'Copier' : 'Copy';
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(place.querySelector('code').textContent);
      button.textContent = IS_FRENCH ? 'Copié' : 'Copied';
    });
    place.append(button);
  }
}

/** The preview follows the form; without scripts, a button of the form shows it anew. */
const PREVIEW_DELAY_MS = 300;
const preview = document.querySelector('iframe[data-preview]');
const previewed = document.querySelector('form[data-previewed]');
if (preview && previewed) {
  let timer;
  previewed.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const values = [...new FormData(previewed)].filter(([name]) => name !== 'csrf' && name !== 'id' && name !== 'callback_url');
      preview.src = `/console/documents/preview?${new URLSearchParams(values)}`;
    }, PREVIEW_DELAY_MS);
  });
}

/** An advance is watched until the clock has arrived. */
const PROGRESS_INTERVAL_MS = 700;
const progress = document.querySelector('[data-progress]');
if (progress) {
  const now = document.querySelector('[data-clock-now]');
  const look = async () => {
    try {
      const answer = await fetch(progress.dataset.progress, { headers: { accept: 'application/json' } });
      const clock = answer.ok ? await answer.json() : undefined;
      if (clock && now) now.textContent = clock.now;
      if (clock?.status === 'ready') return location.replace(location.pathname);
    } catch {
      // The next look may be answered.
    }
    setTimeout(look, PROGRESS_INTERVAL_MS);
  };
  setTimeout(look, PROGRESS_INTERVAL_MS);
}

/** The drawer of the navigation closes by Escape, and the keyboard goes back to what opened it. */
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && location.hash === '#menu') {
    location.hash = '#content';
    document.querySelector('.c-menu-link')?.focus();
  }
});
