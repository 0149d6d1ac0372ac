// Billing's button says how the checkout beside this page goes. The event is a hint for the page only: what was bought is asked of billing by the
// shop's own server, at the address that this leads to.
document.addEventListener('internetplus', ({ detail }) => {
  if (detail.status === 'completed' && detail.checkout) location.assign(`/return?checkout=${encodeURIComponent(detail.checkout)}`);
});
