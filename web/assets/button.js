// The Internet+ button for merchants' pages, told in docs/reference/button.md. One global, no dependency, nothing that a strict policy forbids.
(() => {
  const script = document.currentScript;
  if (window.InternetPlus) return window.InternetPlus.place(script);
  const home = new URL(script.src).origin;
  const NAME = 'internetplus';
  const TEXTS = {
    fr: {
      pay: 'Payer avec Internet+',
      subscription: 'Obtenir un ticket',
      open: 'Continuez dans la fenêtre Internet+. Cette page vous attend.',
      processing: 'Paiement en cours. Le résultat viendra aussi par e-mail.',
      completed: 'C’est payé. Votre code est dans la fenêtre et vos e-mails.',
      failed: 'L’achat a échoué. La fenêtre dit pourquoi.',
      expired: 'Cet achat a expiré, rien n’est facturé.',
      closed: 'Fenêtre fermée. Rouvrez-la pour continuer.',
      show: 'Afficher la fenêtre',
      leave: 'Renoncer',
      end: 'Continuer',
    },
    en: {
      pay: 'Pay with Internet+',
      subscription: 'Get a ticket',
      open: 'Go on in the Internet+ window. This page waits for you.',
      processing: 'Payment in progress. The result will also come by e-mail.',
      completed: 'Paid. Your code is in the window and in your mail.',
      failed: 'The purchase failed. The window says why.',
      expired: 'This purchase has expired, nothing is billed.',
      closed: 'Window closed. Open it again to go on.',
      show: 'Show the window',
      leave: 'Give up',
      end: 'Continue',
    },
  };
  const style = new CSSStyleSheet();
  style.replaceSync(`
.plus,[data-internetplus=button]{display:inline-block;padding:10px 20px;border:1px solid #0b5d52;border-radius:10px;background:#0b5d52;color:#fff;font:600 16px/1.4 system-ui,sans-serif;text-decoration:none;outline-offset:3px;cursor:pointer}
.plus.leave{background:#fff;color:#17212b}
dialog{box-sizing:border-box;width:26rem;padding:28px;border:0;border-radius:16px;background:#fff;color:#17212b;font:18px/1.5 system-ui,sans-serif}
dialog::backdrop{background:#0a191ca6}
p{margin:0 0 20px}.plus+.plus{margin-left:10px}
@media (max-width:40rem){dialog{width:100vw;max-width:none;height:100dvh;max-height:none;border-radius:0;align-content:center}}`);
  document.adoptedStyleSheets.push(style);

  /** What is under way; one at a time. */
  let way;

  const wordsFor = (element) => TEXTS[(element.closest('[lang]')?.lang || 'fr').slice(0, 2)] ?? TEXTS.en;

  const make = (name, properties) => Object.assign(document.createElement(name), properties);

  function button(parent, label, act) {
    const made = make('button', { type: 'button', className: 'plus', textContent: label, onclick: act });
    parent.append(made);
    return made;
  }

  function shadowOf(host) {
    const shadow = host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [style];
    return shadow;
  }

  // Without a size a browser opens a whole tab, which is what a phone shows best.
  const openWindow = () => window.open('', NAME, innerWidth < 640 ? '' : 'popup,width=480,height=780');

  /** Sends a window there and waits for it. False where the browser blocks windows: then this page itself is to go there. */
  function begin(element, go) {
    if (way && !way.popup.closed) return way.popup.focus() ?? true;
    const popup = openWindow();
    if (!popup) return false;
    if (way) end();
    go();
    const host = make('span');
    const dialog = make('dialog', { oncancel: leave });
    way = { element, popup, go, words: wordsFor(element), host, dialog, timer: setInterval(watch, 1000) };
    shadowOf(host).append(dialog);
    document.body.append(host);
    show('open');
    dialog.showModal();
    return true;
  }

  function show(status) {
    const { words, dialog } = way;
    if (way.status === status) return;
    way.status = status;
    dialog.ariaLabel = words[status];
    dialog.replaceChildren(make('p', { textContent: words[status], role: 'status' }));
    if (isOver()) button(dialog, words.end, end);
    else {
      button(dialog, words.show, reopen);
      button(dialog, words.leave, leave).className += ' leave';
    }
    dialog.querySelector('button').focus();
    if (status !== 'open') tell();
  }

  const isOver = () => ['completed', 'expired'].includes(way.status);

  function tell() {
    const { element, checkout, status } = way;
    element.dispatchEvent(new CustomEvent(NAME, { bubbles: true, detail: { checkout, status } }));
  }

  function reopen() {
    if (way.popup.closed) {
      way.popup = openWindow();
      way.go();
      show('open');
    }
    way.popup.focus();
  }

  function leave() {
    way.popup.close();
    way.status = 'closed';
    tell();
    end();
  }

  function end() {
    clearInterval(way.timer);
    way.host.remove();
    way.element.focus();
    way = undefined;
  }

  // A window that looks closed may have been cut off from us by a page on its way: the checkout itself says how it stands.
  async function watch() {
    const { popup, checkout } = way;
    if (!popup.closed || isOver()) return;
    if (way.status !== 'processing') show('closed');
    if (!checkout) return;
    const answer = await fetch(`${home}/checkout/${checkout}/progress`).catch(() => 0);
    const { status } = answer.ok ? await answer.json() : {};
    if (way?.checkout === checkout && status in TEXTS.en && status !== 'open') show(status);
  }

  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== home || !way || source !== way.popup || data?.type !== NAME) return;
    way.checkout = data.checkout;
    source.postMessage({ type: `${NAME}.heard` }, home);
    show(data.status);
  });

  function open(address, element = document.body) {
    const url = new URL(address, document.baseURI);
    if (!/^https?:$/.test(url.protocol)) throw new TypeError('not a web address');
    if (!begin(element, () => window.open(url, NAME))) location.assign(url);
    else way.checkout ??= url.origin === home ? url.pathname.split('/')[2] : undefined;
  }

  /** Puts a button behind a script element: for its own checkout, or to send the form that it stands in. */
  function place(from) {
    const { checkout, kind } = from.dataset;
    const form = from.closest('form');
    if (!checkout && !form) return;
    const host = make('span');
    from.after(host);
    if (!checkout) form.dataset.internetplus = '';
    const made = button(shadowOf(host), wordsFor(from)[kind] ?? wordsFor(from).pay, () =>
      checkout ? open(checkout, host) : form.requestSubmit(),
    );
    host.focus = () => made.focus();
  }

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-internetplus]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    open(link.href, link);
  });

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.target || !('internetplus' in form.dataset)) return;
    event.preventDefault();
    // A form can't be sent anew while it is being sent.
    const send = (target) =>
      setTimeout(() => {
        form.target = target;
        form.requestSubmit(event.submitter);
        form.removeAttribute('target');
      });
    if (!begin(form, () => send(NAME))) send('_self');
  });

  window.InternetPlus = Object.freeze({ open, place });
  place(script);
})();
