// A button to copy beside each code. Without it a click selects the whole code.
const TOLD_MS = 2_500;

for (const list of document.querySelectorAll('[data-copy]')) {
  const said = Object.assign(document.createElement('p'), { className: 'visually-hidden' });
  said.setAttribute('role', 'status');
  list.after(said);
  for (const item of list.children) item.append(copyButton(list.dataset, { code: item.querySelector('code'), said }));
}

function copyButton({ copy, copied }, { code, said }) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: copy });
  button.ariaLabel = `${copy} ${code.textContent}`;
  button.addEventListener('click', async () => {
    if (!(await didCopy(code))) return;
    button.textContent = copied;
    said.textContent = `${copied} ${code.textContent}`;
    setTimeout(() => {
      button.textContent = copy;
      said.textContent = '';
    }, TOLD_MS);
  });
  return button;
}

/** Where the browser does not let pages copy, the code is selected: the rest is a key or a tap. */
async function didCopy(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(code);
    return false;
  }
}
