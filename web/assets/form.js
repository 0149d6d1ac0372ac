// What a script adds to the checkout's form. Without it the list says each total, and the server checks all that is sent.
const form = document.querySelector('form[data-busy]');
const submit = form.querySelector('[type="submit"]');
const label = submit.textContent;

/** A second click while the first is on its way would only be one more way to the same page. */
function setBusy(is_busy) {
  if (is_busy) submit.setAttribute('aria-disabled', 'true');
  else submit.removeAttribute('aria-disabled');
  submit.textContent = is_busy ? form.dataset.busy : label;
}

form.addEventListener('submit', (event) => {
  if (submit.ariaDisabled === 'true') event.preventDefault();
  else setBusy(true);
});
// Back from the ISP's page by the back button: the page may be shown as it was left.
window.addEventListener('pageshow', () => setBusy(false));

function offerStepper({ stepper, select, total }) {
  const make = (sign, name, step) => {
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      className: 'quiet',
      textContent: sign,
      ariaLabel: name,
    });
    button.addEventListener('click', () => {
      select.selectedIndex += step;
      tell();
    });
    return button;
  };
  const totals = stepper.dataset.totals.split('|');
  const fewer = make('−', stepper.dataset.fewer, -1);
  const more = make('+', stepper.dataset.more, 1);
  function tell() {
    total.querySelector('output').value = totals[select.selectedIndex];
    fewer.disabled = select.selectedIndex === 0;
    more.disabled = select.selectedIndex === select.options.length - 1;
  }
  stepper.prepend(fewer);
  stepper.append(more);
  select.addEventListener('change', tell);
  window.addEventListener('pageshow', tell);
  total.hidden = false;
  tell();
}

const stepper = form.querySelector('.stepper');
if (stepper) offerStepper({ stepper, select: stepper.querySelector('select'), total: form.querySelector('.total') });

const DOMAINS = [
  'gmail.com',
  'free.fr',
  'orange.fr',
  'sfr.fr',
  'wanadoo.fr',
  'laposte.net',
  'hotmail.com',
  'hotmail.fr',
  'outlook.com',
  'outlook.fr',
];
DOMAINS.push('yahoo.com', 'yahoo.fr', 'icloud.com', 'live.fr', 'aliceadsl.fr', 'bbox.fr', 'numericable.fr');

/** One letter left out, added, changed or two swapped: what fingers do. */
function isOneSlipFrom(word, other) {
  if (word === other || Math.abs(word.length - other.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === other[start]) start += 1;
  const [a, b] = [word.slice(start), other.slice(start)];
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

function suggestAddress({ input, hint }) {
  const [before, after] = hint.dataset.typo.split('{address}');
  input.addEventListener('change', () => {
    hint.replaceChildren();
    const [name, domain = ''] = input.value.trim().toLowerCase().split('@');
    const meant = DOMAINS.includes(domain) ? undefined : DOMAINS.find((known) => isOneSlipFrom(domain, known));
    if (meant === undefined) return;
    const accept = Object.assign(document.createElement('button'), { type: 'button', className: 'link', textContent: `${name}@${meant}` });
    accept.addEventListener('click', () => {
      input.value = accept.textContent;
      hint.replaceChildren();
      input.focus();
    });
    hint.append(before, accept, after);
  });
}

const hint = form.querySelector('[data-typo]');
if (hint) suggestAddress({ input: form.elements.email, hint });
