// What may be meant by what is being typed: a list above the box. The page and the widget share it. Nothing here is markup.
function typeahead(box, place, { ask, take, label }) {
  const PAUSE = 120; // ms without a key before the shop is asked
  const WORDS = 6; // a longer text is a sentence, which nobody completes
  const list = document.createElement("ul");
  list.className = "a-suggest";
  list.id = "a-suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.hidden = true;
  place.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }))
    box.setAttribute(name, value);
  box.autocomplete = "off";
  let timer = 0;
  let asking = null;
  let active = -1;

  function hide() {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
    list.hidden = true;
    mark(-1);
    box.setAttribute("aria-expanded", "false");
  }

  function mark(place) {
    active = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return void box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }

  function typed(event) {
    hide();
    const text = box.value.trim();
    const written = event.type === "input" && !event.isTrusted; // by the page itself; Chromium trusts no end of a composition
    if (event.isComposing || written || text.length < (/^[\x20-\x7e]*$/.test(text) ? 2 : 1) || text.split(/\s+/).length > WORDS || /\n/.test(box.value)) return;
    timer = setTimeout(() => look(text), PAUSE);
  }

  async function look(text) {
    const mine = (asking = new AbortController());
    try {
      const found = await ask(text, mine.signal);
      if (asking === mine && box.value.trim() === text) show(found.filter((item) => item.text !== text));
    } catch {
      // Without suggestions one types on.
    }
  }

  function show(found) {
    list.replaceChildren(...found.map(line));
    list.hidden = !found.length;
    mark(-1);
    box.setAttribute("aria-expanded", String(found.length > 0));
  }

  function line(item, number) {
    const entry = document.createElement("li");
    entry.id = `a-suggest-${number}`;
    entry.setAttribute("role", "option");
    const text = document.createElement("span");
    const letters = [...item.text]; // the places are those of letters, and some take two of a script's units
    const part = (start, end) => letters.slice(start, end).join("");
    let from = 0;
    for (const [start, end] of [...item.matched].sort((one, other) => one[0] - other[0])) {
      if (start < from) continue;
      const strong = document.createElement("b");
      strong.textContent = part(start, end);
      text.append(part(from, start), strong);
      from = end;
    }
    text.append(part(from));
    entry.append(text);
    if (item.where) entry.append(Object.assign(document.createElement("small"), { textContent: item.where }));
    entry.dataset.text = item.text;
    return entry;
  }

  function chosen(text) {
    hide();
    take(text);
  }

  function pressed(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && active < 0) return void hide(); // what is sent needs no more suggestions, not even those on their way
    if (list.hidden) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") mark(active < last ? active + 1 : -1);
    else if (event.key === "ArrowUp") mark(active < 0 ? last : active - 1);
    else if (event.key === "Escape") hide();
    else if (event.key === "Enter" && !event.shiftKey) chosen(list.children[active].dataset.text);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // Pressing a line must not take the focus from the box first.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const entry = event.target.closest("li");
    if (entry) chosen(entry.dataset.text);
  });
  box.addEventListener("input", typed);
  box.addEventListener("compositionend", typed);
  box.addEventListener("keydown", pressed, true);
  box.addEventListener("blur", () => hide());
  return hide;
}
