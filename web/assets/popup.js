// Tells the shop's page that opened this window how the purchase stands, and it alone: the browser delivers to no other origin.
const story = document.querySelector('[data-shop]');
const { opener } = window;

function listen() {
  window.addEventListener('message', ({ origin, source, data }) => {
    if (origin !== story.dataset.shop || source !== opener || data?.type !== 'internetplus.heard') return;
    // The shop's page is there and knows: going back to it is closing this window.
    for (const link of document.querySelectorAll('[data-back] a')) {
      link.addEventListener('click', (event) => {
        event.preventDefault();
        window.close();
      });
    }
  });
}

if (story && opener) {
  listen();
  opener.postMessage({ type: 'internetplus', checkout: story.dataset.checkout, status: story.dataset.status }, story.dataset.shop);
}
