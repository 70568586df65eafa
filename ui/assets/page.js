// A click on a chip or a card reaches the server through one hidden text box.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-signal]");
  const box = document.querySelector("#signal textarea, #signal input");
  if (!button || !box) return;
  const data = JSON.parse(button.dataset.signal);
  data.once = crypto.randomUUID ? crypto.randomUUID() : String(Math.random());
  const prototype = box.tagName === "TEXTAREA" ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, "value").set.call(box, JSON.stringify(data));
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
// What was said last is what is read first.
new MutationObserver(() => {
  const turns = document.querySelectorAll(".a-turn");
  const last = turns[turns.length - 1];
  if (last && last.dataset.seen !== String(last.innerHTML.length)) {
    last.dataset.seen = String(last.innerHTML.length);
    last.scrollIntoView({ block: "start", behavior: "instant" });
  }
}).observe(document.documentElement, { childList: true, subtree: true });
