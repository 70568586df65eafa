// What a shop's own page can do with the widget: ask for the shopper, and follow the cart.
document.addEventListener("click", (event) => {
  const wish = event.target.closest("[data-ask]");
  if (wish) document.querySelector("aisle-chat").ask(wish.dataset.ask);
});
document.addEventListener("aisle:cart", (event) => {
  document.querySelector("#bag").textContent = event.detail.count;
});
