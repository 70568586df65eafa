// Page: what happens in the browser. Clicks reach the server through one hidden text box; the server answers with HTML.
(() => {
  // @typeahead

  const seen = new Set();
  const DRAFT = "aisle-draft";
  let cartOpen = false;
  let pressed = null; // the control that gets the focus back after its part of the page was drawn again
  let written = ""; // what stands in the box and is not sent yet
  let busy = false;

  const find = (selector) => document.querySelector(selector);
  const dialog = (name) => find(`dialog[data-name="${name}"]`);

  function tell(data) {
    const box = find("#signal textarea, #signal input");
    if (!box) return;
    const kind = box.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
    // The same click twice is two clicks, so every message is unlike the last.
    const message = JSON.stringify({ ...data, once: Math.random() });
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, message);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show(sheet) {
    // At once: a dialog tells that it was closed only later, and the cart would come back over what was opened from it.
    cartOpen = sheet.dataset.name === "cart";
    for (const other of document.querySelectorAll("dialog[open]")) if (other !== sheet) other.close();
    if (!sheet.open) sheet.showModal();
  }

  function closed(event) {
    if (event.target.dataset?.name !== "cart") return;
    cartOpen = false;
    // The button that opened it may have been drawn again meanwhile.
    if (!find("dialog[open]")) find("[data-show=cart]")?.focus();
  }

  function clicked(event) {
    const target = event.target.closest("button, dialog, a");
    if (!target) return;
    if (target.tagName === "DIALOG") return void (target === event.target && target.close());
    if (target.dataset.show) show(dialog(target.dataset.show));
    let data = {};
    if (target.dataset.signal) {
      data = JSON.parse(target.dataset.signal);
      if ("picked" in target.dataset) data.cart.variant = target.closest("dialog").querySelector("select")?.value ?? data.cart.variant;
      if (data.thumb) thumb(target, data.thumb);
      pressed = target.dataset.key ?? null;
      tell(data);
    }
    if ("close" in target.dataset) target.closest("dialog").close();
    // What was pressed goes away with its part of the page, and the next thing to do is to write.
    if ("say" in data || "new" in data || "open" in data) toBox();
  }

  // On a phone the box would bring up a keyboard that hides what is to be read.
  function toBox() {
    if (matchMedia("(pointer: fine)").matches) find("#box textarea")?.focus({ preventScroll: true });
  }

  // A judgement shows at once; the server is told in the background.
  function thumb(target, told) {
    const row = target.closest("[data-thumbs]");
    const [good, bad] = row.querySelectorAll(".a-thumb");
    good.setAttribute("aria-pressed", String(told.value > 0));
    bad.setAttribute("aria-pressed", String(told.value < 0));
    row.querySelector(".a-why").hidden = told.value > 0 || Boolean(told.reason);
    row.querySelector(".a-thanks").hidden = told.value < 0 && !told.reason;
    if (told.reason) bad.focus();
  }

  // Another variant in a product's sheet: its price, stock and picture.
  function picked(event) {
    const sheet = event.target.closest(".a-product");
    if (!sheet || event.target.tagName !== "SELECT") return;
    const chosen = event.target.selectedOptions[0].dataset;
    const part = (name, kind, text) => Object.assign(document.createElement(name), { className: kind, textContent: text });
    const price = part("span", "priced" in chosen ? "a-price" : "a-noprice", chosen.cost);
    sheet.querySelector("[data-cost]").replaceChildren(price, ...(chosen.was ? [" ", part("s", "a-was", chosen.was)] : []));
    sheet.querySelector("[data-stock]").textContent = chosen.stock;
    const picture = sheet.querySelector("[data-picture] img");
    if (picture && chosen.image) picture.src = chosen.image;
  }

  function drawn() {
    for (const sheet of document.querySelectorAll("dialog[data-fresh]")) {
      if (!first(sheet.dataset.fresh)) continue;
      times(sheet);
      show(sheet);
    }
    const cart = dialog("cart");
    if (cartOpen && cart && !cart.open) {
      show(cart);
      if (pressed) cart.querySelector(`[data-key="${CSS.escape(pressed)}"]`)?.focus();
    }
    const words = find(".a-head")?.dataset;
    if (words) named(words);
    if (words) suggesting(words);
    if (words && first("page")) requestAnimationFrame(recall);
    const before = busy;
    busy = Boolean(find("#box .stop-button"));
    if (busy && !before) requestAnimationFrame(keep);
    talk();
  }

  // An answer that begins empties the box; what was written meanwhile, or before a chip was pressed, stays.
  function keep() {
    const sent = find("#said .a-you")?.lastChild.textContent.trim();
    if (written.trim() && written.trim() !== sent) write(written);
    else written = "";
  }

  // After a lost connection the page loads itself again: what was written and not sent comes back.
  function recall() {
    try {
      written = sessionStorage.getItem(DRAFT) || "";
      sessionStorage.removeItem(DRAFT);
    } catch {
      // Where storage is blocked, nothing comes back.
    }
    keep();
  }

  function remember() {
    try {
      if (written.trim()) sessionStorage.setItem(DRAFT, written);
    } catch {
      // As above.
    }
  }

  function write(text) {
    const box = find("#box textarea");
    if (!box || box.value) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Gradio's buttons have pictures but no names.
  function named(words) {
    document.documentElement.lang = words.language === "zh" ? "zh-CN" : "en";
    find("#box .submit-button")?.setAttribute("aria-label", words.send);
    find("#box .stop-button")?.setAttribute("aria-label", words.stop);
    for (const [part, text] of [[".toast-title", words.lost], ['[data-testid="toast-text"]', words.again]]) {
      const said = find(part);
      if (said && said.textContent !== text) said.textContent = text;
    }
  }

  // Gradio may draw the box again; each gets its list once.
  function suggesting(words) {
    const box = find("#box textarea");
    if (!box || box.dataset.suggests) return;
    box.dataset.suggests = "yes";
    typeahead(box, box.closest("#box"), {
      label: words.suggestions,
      ask: async (text, signal) => {
        const asked = new URLSearchParams({ q: text, k: 6, language: words.language });
        const answer = await fetch(`/v1/suggest?${asked}`, { signal });
        return answer.ok ? (await answer.json()).suggestions : [];
      },
      take: (text) => {
        box.value = "";
        write(text);
        written = "";
        requestAnimationFrame(() => find("#box .submit-button")?.click());
      },
    });
  }

  function first(mark) {
    return !seen.has(mark) && Boolean(seen.add(mark));
  }

  // A new answer is read from its beginning; when it is whole, a screen reader says it once.
  function talk() {
    const said = find("#said .a-said");
    const turn = said?.dataset.turn;
    if (!turn) return;
    if (first(`begun ${turn}`)) said.scrollIntoView({ block: "start", behavior: calm() ? "instant" : "smooth" });
    if ("done" in said.dataset && first(`done ${turn}`)) announce(said.querySelector(".a-text")?.textContent ?? "");
  }

  function calm() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  function announce(text) {
    let status = find("#a-status");
    if (!status) {
      status = Object.assign(document.createElement("div"), { id: "a-status", className: "a-sr" });
      status.setAttribute("role", "status");
      document.body.append(status);
    }
    status.textContent = text;
  }

  function times(sheet) {
    const language = document.documentElement.lang || undefined;
    const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    for (const time of sheet.querySelectorAll("time[data-time]")) time.textContent = format.format(Number(time.dataset.time));
  }

  // Typing anywhere writes into the box.
  function typed(event) {
    const box = find("#box textarea");
    const plain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    const busy = document.activeElement && document.activeElement !== document.body;
    if (box && plain && event.key !== " " && !busy && !find("dialog[open]")) box.focus();
  }

  // Enter that ends the typing of a Chinese word sends nothing yet.
  function composing(event) {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopImmediatePropagation();
  }

  document.addEventListener("input", (event) => {
    if (event.isTrusted && event.target.closest("#box")) written = event.target.value;
  });
  addEventListener("pagehide", remember);
  for (const kind of ["keydown", "keypress"]) document.addEventListener(kind, composing, true);
  document.addEventListener("click", clicked);
  document.addEventListener("change", picked);
  document.addEventListener("close", closed, true);
  document.addEventListener("keydown", typed);
  new MutationObserver(drawn).observe(document.documentElement, { childList: true, subtree: true });
})();
