// Aisle's chat for a shop's own pages. One script tag, no dependency, nothing global:
//   <script src="https://chat.shop.example/widget.js" data-key="pk_..." async></script>
// Everything that comes from a server, a catalogue or a model is text here. It becomes text nodes and checked
// addresses, never markup, so a product title cannot do anything on the page that shows it.
(() => {
  "use strict";

  // @typeahead

  // ---- Settings: the script tag's data attributes ------------------------------------------------------------------

  const tag = document.currentScript;
  if (!tag || document.querySelector("aisle-chat")) return;
  const server = new URL(".", tag.src);
  const option = tag.dataset;
  const locale = (option.language || document.documentElement.lang || navigator.language || "en").replace(/[^a-z0-9]+/gi, "-").slice(0, 16);
  const language = locale.toLowerCase().startsWith("zh") ? "zh" : "en";
  const LONGEST = 2000; // characters of an utterance
  const PATIENCE = [500, 1500, 4000, 8000, 15000]; // ms before each new try of a broken connection

  const WORDS = {
    en: {
      chat: "Chat", close: "Close", anew: "New chat", cart: "Cart", back: "Back to the chat", send: "Send", stop: "Stop", suggestions: "Suggestions",
      hint: "What are you looking for?", add: "Add to cart", added: "Added", total: "Total", checkout: "Check out",
      empty: "Your cart is empty.", less: "One less", more: "One more", remove: "Remove", soldOut: "Sold out",
      inStock: "In stock", noPrice: "Price not stated", was: "before", stars: "{0} of 5 stars, {1} reviews", you: "You said",
      lift: "Take back: {0}", again: "Try again", working: "Working on it", opens: "opens in a new tab",
      inCart: "“{0}” is in your cart.", quantity: "Quantity", count: "Cart, {0} in it",
      offline: "The chat can’t be reached right now. Please check your connection.",
      waiting: "The connection broke. Trying again …",
      closed: "This chat isn’t set up for this site. The shop can allow it with a key for {0}.",
      wait: "That was a lot at once. Please wait {0} seconds.",
      stock: "The shop doesn’t have that many.",
      broken: "Something went wrong. Please try again.",
    },
    zh: {
      chat: "聊天", close: "关闭", anew: "新对话", cart: "购物车", back: "返回对话", send: "发送", suggestions: "搜索建议", stop: "停止",
      hint: "想找点什么？", add: "加入购物车", added: "已加入", total: "合计", checkout: "去结算",
      empty: "购物车是空的。", less: "减少一件", more: "增加一件", remove: "移除", soldOut: "售罄",
      inStock: "有货", noPrice: "未标价", was: "原价", stars: "{0}星（满分5星），{1}条评价", you: "您说",
      lift: "取消：{0}", again: "重试", working: "正在处理", opens: "在新标签页打开",
      inCart: "“{0}”已加入购物车。", quantity: "数量", count: "购物车，{0}件",
      offline: "暂时连不上，请检查网络后再试。",
      waiting: "连接中断，正在重试……",
      closed: "本站还没有开通这个聊天，店铺可以为{0}创建一个密钥来开通。",
      wait: "发得太快了，请等{0}秒。",
      stock: "库存不够这么多。",
      broken: "出了点问题，请再试一次。",
    },
  }[language];

  const say = (name, ...parts) => WORDS[name].replace(/\{(\d)\}/g, (_, place) => parts[place]);

  const money = (amount, currency) => {
    try {
      const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
      return new Intl.NumberFormat(language, style).format(amount);
    } catch {
      return `${amount} ${currency}`;
    }
  };

  // ---- Elements ----------------------------------------------------------------------------------------------------

  // h("button.add", { onclick: f, "aria-label": "…" }, "text", node): strings become text nodes.
  function h(name, properties, ...children) {
    const [element, ...classes] = name.split(".");
    const node = document.createElement(element);
    if (classes.length) node.className = classes.join(" ");
    for (const [key, value] of Object.entries(properties || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else node.setAttribute(key, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  }

  function icon(path) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    node.setAttribute("viewBox", "0 0 24 24");
    node.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(node.namespaceURI, "path");
    line.setAttribute("d", path);
    node.append(line);
    return node;
  }

  const ICONS = {
    chat: "M4 5h16v11H9.5L5 20v-4H4z",
    cart: "M3 4h2.5l2 11h10l2-8H6.5M9 19.5h.01M16.5 19.5h.01",
    anew: "M12 5v14M5 12h14",
    close: "M6 6l12 12M18 6L6 18",
    back: "M14.5 5.5L8 12l6.5 6.5",
    send: "M5 12h13M12.5 6l6 6-6 6",
    stop: "M7 7h10v10H7z",
  };

  const iconButton = (name, onclick, more) =>
    h(`button.icon.${name}`, { type: "button", "aria-label": say(name), title: say(name), onclick, ...more }, icon(ICONS[name]));

  // An address that may be followed or loaded, or null: no javascript:, no data:.
  function address(text, base) {
    try {
      const url = new URL(text, base);
      return /^https?:$/.test(url.protocol) ? url : null;
    } catch {
      return null;
    }
  }

  // The server's own pictures are named "media/NAME"; all others have a whole address.
  const pictureAddress = (image) => image && address(image, image.startsWith("media/") ? server : undefined);

  function picture(image, title) {
    const letter = () => h("span.picture.letter", { "aria-hidden": "true" }, [...title][0] || "");
    const url = pictureAddress(image);
    if (!url) return letter();
    const shown = h("img.picture", { src: url.href, alt: "", loading: "lazy", width: 96, height: 96 });
    shown.addEventListener("error", () => shown.replaceWith(letter()));
    return shown;
  }

  // ---- Memory: what outlives a page, in the host page's own storage --------------------------------------------------

  const drawer = `aisle:${server.host}:${option.key || ""}`;
  let fallback = {}; // where storage is blocked

  function memory() {
    try {
      return JSON.parse(localStorage.getItem(drawer)) || {};
    } catch {
      return fallback;
    }
  }

  function remember(changes) {
    fallback = { ...memory(), ...changes };
    try {
      localStorage.setItem(drawer, JSON.stringify(fallback));
    } catch {
      // Without storage the conversation lives as long as the page.
    }
  }

  // ---- Server --------------------------------------------------------------------------------------------------------

  // What went wrong, as a sentence for the shopper. A passing trouble is worth another try.
  class Trouble extends Error {
    constructor(sentence, passing = false, status = 0) {
      super(sentence);
      this.passing = passing;
      this.status = status;
    }
  }

  async function reach(method, path, { body, token, after, signal } = {}) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    if (after) headers["Last-Event-ID"] = String(after);
    const asked = { method, headers, signal, body: body && JSON.stringify(body), credentials: "omit", cache: "no-store" };
    try {
      return await fetch(new URL(path, server), asked);
    } catch (error) {
      if (signal && signal.aborted) throw error;
      throw await unreached();
    }
  }

  // A browser does not tell a page why it may not read an answer; whether our script can be had tells it.
  async function unreached() {
    const there = await fetch(new URL("widget.js", server), { method: "HEAD", cache: "no-store" }).catch(() => null);
    return there && there.ok ? new Trouble(say("closed", location.origin)) : new Trouble(say("offline"), true);
  }

  function checked(response) {
    if (response.ok) return response;
    const { status } = response;
    if (status === 429) throw new Trouble(say("wait", response.headers.get("Retry-After") || 60), false, status);
    if (status === 403) throw new Trouble(say("closed", location.origin), false, status);
    if (status === 409) throw new Trouble(say("stock"), false, status);
    throw new Trouble(say("broken"), status >= 500, status);
  }

  let minting = null; // two calls at once begin one session

  function session() {
    const { token } = memory();
    if (token) return Promise.resolve(token);
    minting = minting || mint().finally(() => (minting = null));
    return minting;
  }

  async function mint() {
    const consent = option.consent === "true"; // read now: the page may have asked meanwhile
    const page = consent ? location.origin + location.pathname : undefined;
    const body = { key: option.key, language: locale, consent, page };
    const { token } = await checked(await reach("POST", "v1/sessions", { body })).json();
    remember({ token });
    return token;
  }

  // A session that has ended takes its cart with it. Another tab may have a new one by now.
  function forget(token) {
    if (memory().token !== token) return;
    remember({ token: undefined, pending: undefined });
    if (cart.count) showCart({ lines: [], count: 0 });
  }

  // A call in the session. One that has ended is replaced by a new one, unseen.
  async function call(method, path, more = {}) {
    for (let first = true; ; first = false) {
      const token = await session();
      const response = await reach(method, path, { ...more, token });
      if (response.status !== 401 || !first) return checked(response);
      forget(token);
    }
  }

  // The same for what was: null when there is no session to look into, or it has ended.
  async function recall(path) {
    const { token } = memory();
    if (!token) return null;
    const response = await reach("GET", path, { token });
    if (response.status !== 401) return checked(response).json();
    forget(token);
    return null;
  }

  async function* events(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true }));
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const field = (name) => (block.match(new RegExp(`^${name}: ([^\\n]*)$`, "m")) || [])[1];
        if (field("data")) yield { id: Number(field("id")), kind: field("event"), data: JSON.parse(field("data")) };
      }
    }
  }

  // ---- A turn: what was said, and the answer as it grows ---------------------------------------------------------------

  class Turn {
    constructor(text, id = `w_${crypto.getRandomValues(new Uint32Array(4)).join("_")}`) {
      Object.assign(this, { text, id, last: 0, list: null });
      this.words = h("p.words");
      this.cards = h("ul.cards", { role: "list" });
      this.doing = h("p.doing", null, h("span.dot"), h("span", null, `${say("working")} …`));
      this.trouble = h("p.trouble", { role: "alert" });
      this.node = h("section.turn", null,
        h("p.mine", null, h("span.unseen", null, `${say("you")}: `), text),
        this.words, this.cards, this.doing, this.trouble);
    }

    reset() {
      this.last = 0;
      this.words.textContent = this.trouble.textContent = "";
      this.cards.replaceChildren();
    }

    // One event of the stream; the same for a turn that is told again from the server's memory.
    show({ id, kind, data }) {
      this.last = id;
      if (kind === "turn") this.node.lang = data.language;
      else if (kind === "tool" && data.state === "start") this.doing.lastChild.textContent = `${data.label} …`;
      else if (kind === "text") this.words.append(data.delta);
      else if (kind === "cards") data.cards.forEach((item, place) => this.cards.append(card(item, this.id, data.list_id, place)));
      else if (kind === "chips") showChips(data.chips);
      else if (kind === "action" && data.kind === "cart" && !this.past) showCart(data.cart);
      this.doing.hidden = kind === "done" || this.words.textContent !== "";
    }

    fail(trouble) {
      this.doing.hidden = true;
      const retry = h("button.link", { type: "button", onclick: () => answer(this) }, say("again"));
      this.trouble.replaceChildren(trouble.message, " ", trouble.status === 403 ? "" : retry);
    }
  }

  // ---- A card: a product, as the shop's catalogue has it ----------------------------------------------------------------

  function card(item, turn, list, place) {
    const about = { product: item.id, variant: item.variant, turn, list_id: list, position: place };
    const options = Object.values(item.options).join(" · ");
    return h("li.card", null,
      picture(item.image, item.title),
      h("div.about", null,
        h("h3.title", null, titleLink(item, about)),
        options && h("p.quiet", null, options),
        h("p", null,
          item.price_text ? h("b.price", null, item.price_text) : h("span.quiet", null, say("noPrice")),
          item.list_price_text && h("s.quiet", null, h("span.unseen", null, `${say("was")} `), item.list_price_text),
          item.rating !== null && stars(item)),
        item.reason && item.reason !== options && h("p.quiet", null, item.reason),
        item.notes.length > 0 && h("p", null, ...item.notes.map((note) => h("span.note", null, note))),
        h("div.buy", null,
          h("span.quiet", null, item.in_stock ? say("inStock") : ""),
          item.in_stock !== false && addButton(item))));
  }

  function titleLink(item, about) {
    const url = item.url && address(item.url);
    if (!url) return item.title;
    const away = url.origin !== location.origin; // the shop's own pages keep the conversation, so they may replace this one
    const onclick = (event) => {
      report({ kind: "click", ...about });
      if (!tell("product", { id: item.id, variant: item.variant, url: url.href })) event.preventDefault();
    };
    const more = away ? { target: "_blank", rel: "noopener" } : {};
    return h("a", { href: url.href, onclick, ...more }, item.title, away && h("span.unseen", null, ` (${say("opens")})`));
  }

  const stars = (item) =>
    h("span.stars", { role: "img", "aria-label": say("stars", item.rating.toFixed(1), item.reviews) },
      `★ ${item.rating.toFixed(1)}`, h("span.quiet", null, ` (${item.reviews})`));

  function addButton(item) {
    const button = h("button.add", { type: "button", "aria-label": `${say("add")}: ${item.title}` }, say("add"));
    button.addEventListener("click", async () => {
      if (!(await changeCart({ product: item.id, variant: item.variant }))) return;
      announce(say("inCart", item.title));
      button.textContent = `✓ ${say("added")}`;
      setTimeout(() => (button.textContent = say("add")), 1800);
    });
    return button;
  }

  // Reports help the shop to rank. Without consent there are none; and nobody waits for one.
  function report(event) {
    if (option.consent === "true") call("POST", "v1/events", { body: { events: [event] } }).catch(() => {});
  }

  // ---- The cart, which is the server's --------------------------------------------------------------------------------------

  let cart = { lines: [], count: 0 };

  function showCart(now) {
    cart = now;
    count.textContent = badge.textContent = now.count || "";
    cartButton.setAttribute("aria-label", say("count", now.count));
    const held = shadow.activeElement && shadow.activeElement.dataset.place;
    basket.replaceChildren(...(now.lines.length ? [h("ul.lines", { role: "list" }, ...now.lines.map(line)), sum(now)] : [nothing()]));
    if (held) (basket.querySelector(`[data-place="${CSS.escape(held)}"]`) || basketTitle).focus();
    const lines = now.lines.map(({ product, variant, quantity }) => ({ product, variant, quantity }));
    tell("cart", { count: now.count, total: now.total, currency: now.currency, lines });
  }

  const nothing = () => h("p.quiet.nothing", null, say("empty"));

  const sum = (now) => h("div.sum", null,
    now.total && h("p.total", null, say("total"), h("b.price", null, money(now.total, now.currency))),
    "checkout" in option && h("button.add", { type: "button", onclick: checkOut }, say("checkout")));

  function line(item) {
    const set = (quantity) => () => changeCart({ product: item.product, variant: item.variant, quantity });
    const step = (name, mark, quantity) => h("button.step", {
      type: "button", "aria-label": `${say(name)}: ${item.title}`, "data-place": `${name} ${item.variant}`, onclick: set(quantity),
    }, mark);
    const options = Object.values(item.options).join(" · ");
    return h("li.card", null,
      picture(item.image, item.title),
      h("div.about", null,
        h("h3.title", null, item.title),
        options && h("p.quiet", null, options),
        h("div.buy", null,
          h("span.steps", null,
            step("less", "−", item.quantity - 1),
            h("span", { "aria-label": `${say("quantity")}: ${item.quantity}`, role: "img" }, String(item.quantity)),
            step("more", "+", item.quantity + 1)),
          item.line_total && h("b.price", null, money(item.line_total, cart.currency)),
          h("button.link", { type: "button", "aria-label": `${say("remove")}: ${item.title}`, onclick: set(0) }, say("remove")))));
  }

  async function changeCart(change) {
    try {
      announce("");
      showCart(await (await call("PUT", "v1/cart", { body: change })).json());
      return true;
    } catch (trouble) {
      announce(trouble.message, true);
      return false;
    }
  }

  // The shop's own checkout takes over: by the event, or at the address in data-checkout.
  function checkOut() {
    const url = address(option.checkout, location.href);
    if (tell("checkout", { lines: cart.lines, total: cart.total, currency: cart.currency }) && option.checkout && url) {
      location.assign(url);
    }
  }

  // ---- The conversation ----------------------------------------------------------------------------------------------------

  let busy = null; // the turn that is being answered, with what ends its wait

  function ask(text) {
    const wanted = text.trim().slice(0, LONGEST);
    if (!wanted || busy) return;
    const turn = new Turn(wanted);
    begun();
    log.append(turn.node);
    view(false);
    toTop(turn.node);
    answer(turn);
    // A chip that was touched is gone, and with it the place of the keyboard.
    if (!shadow.activeElement || !shadow.activeElement.offsetParent) stopButton.focus();
  }

  // The page itself does not scroll, as it would with scrollIntoView.
  const toTop = (node) => (log.scrollTop = node.offsetTop - 16);

  // Until it is answered: a broken stream is taken up after the last event that came, and a message that may not have
  // arrived is sent again under the same id, which the server answers once.
  async function answer(turn) {
    busy = { turn, waiting: new AbortController() };
    const { signal } = busy.waiting;
    remember({ pending: { id: turn.id, text: turn.text } });
    announce("");
    working(true);
    try {
      for (let tries = 0; !(await streamed(turn, signal)); tries++) {
        if (tries === PATIENCE.length) throw new Trouble(say("offline"), true);
        turn.trouble.textContent = say("waiting");
        await pause(PATIENCE[tries], signal);
      }
      turn.trouble.textContent = "";
      remember({ pending: undefined });
    } catch (trouble) {
      if (signal.aborted) turn.doing.hidden = true;
      else turn.fail(trouble instanceof Trouble ? trouble : new Trouble(say("broken")));
      if (signal.aborted || !trouble.passing) remember({ pending: undefined });
    }
    busy = null;
    working(false);
  }

  // Whether the answer came to its end. Raises a Trouble that will not pass by itself.
  async function streamed(turn, signal) {
    try {
      for await (const event of events(await opened(turn, signal))) {
        turn.trouble.textContent = "";
        turn.show(event);
        if (event.kind === "done") return true;
      }
      signal.throwIfAborted();
    } catch (trouble) {
      if (signal.aborted || !trouble.passing) throw trouble;
    }
    return false;
  }

  async function opened(turn, signal) {
    if (turn.last) {
      try {
        return await call("GET", `v1/turns/${turn.id}/events`, { after: turn.last, signal });
      } catch (trouble) {
        if (trouble.status !== 404) throw trouble; // 404: the server lost it half-way, so it is answered afresh
      }
    }
    turn.reset();
    return call("POST", "v1/chat", { body: { turn_id: turn.id, text: turn.text }, signal });
  }

  const pause = (ms, signal) => new Promise((resume, end) => {
    if (signal.aborted) end();
    setTimeout(resume, ms);
    addEventListener("online", resume, { once: true });
    signal.addEventListener("abort", end, { once: true });
  });

  async function stop(patience) {
    const { turn, waiting } = busy;
    setTimeout(() => waiting.abort(), patience); // by then the stream should have ended by itself
    await call("POST", `v1/turns/${turn.id}/stop`).catch(() => {});
  }

  // A new conversation; the cart comes along.
  async function anew() {
    if (busy) stop(0);
    const { lines } = cart;
    remember({ token: undefined, pending: undefined });
    for (const { product, variant, quantity } of lines) await changeCart({ product, variant, quantity });
    log.replaceChildren();
    showChips([]);
    view(false);
    await greet().catch((trouble) => announce(trouble.message, true));
    box.focus();
  }

  async function greet() {
    const asked = new URLSearchParams({ language: locale });
    if (option.key) asked.set("key", option.key);
    const start = await checked(await reach("GET", `v1/start?${asked}`)).json();
    heading.textContent = option.title || start.shop;
    if (log.children.length) return;
    const wishes = start.chips.map((chip) => h("button.chip", { type: "button", onclick: () => ask(chip.text) }, chip.label));
    log.append(h("section.hello", null, h("p.words", null, start.greeting), h("div.chips", null, ...wishes)));
  }

  // Once something was said, the greeting's wishes make room.
  const begun = () => log.querySelectorAll(".hello .chips, .hello .trouble").forEach((node) => node.remove());

  function showChips(offered) {
    chips.replaceChildren(...offered.map((chip) => {
      const wish = chip.kind === "wish"; // in force: a touch takes it back
      const name = wish ? say("lift", chip.label) : null;
      return h(wish ? "button.chip.wish" : "button.chip", { type: "button", "aria-label": name, onclick: () => ask(chip.text) },
        chip.label, wish && h("span", { "aria-hidden": "true" }, " ×"));
    }));
  }

  // What was said before this page was opened.
  async function tellAgain() {
    const [turns, now] = await Promise.all([recall("v1/turns"), recall("v1/cart")]);
    const { pending } = memory();
    log.setAttribute("aria-live", "off");
    for (const told of turns || []) {
      const turn = new Turn(told.text, told.turn);
      turn.past = true;
      log.append(turn.node);
      told.frames.forEach(({ kind, data }, place) => turn.show({ id: place + 1, kind, data }));
    }
    log.setAttribute("aria-live", "polite");
    if (now) showCart(now);
    if (pending && turns && !turns.some((told) => told.turn === pending.id)) {
      const turn = new Turn(pending.text, pending.id);
      log.append(turn.node);
      answer(turn);
    }
    if (log.lastChild) toTop(log.lastChild);
  }

  let filled = null; // the first opening loads; until then the page pays for nothing

  async function fill() {
    try {
      await tellAgain();
      await greet();
      filled = true;
    } catch (trouble) {
      filled = null;
      if (log.children.length) return announce(trouble.message, true);
      const retry = () => (log.replaceChildren(), (filled = fill()));
      log.replaceChildren(h("section.hello", null, h("p.trouble", { role: "alert" }, trouble.message, " ",
        trouble.passing && h("button.link", { type: "button", onclick: retry }, say("again")))));
      if (!trouble.passing) form.hidden = true;
    }
  }

  // ---- The panel -----------------------------------------------------------------------------------------------------------

  const STYLE = `
    :host { all: initial !important; position: fixed !important; z-index: 2147483000 !important; display: block !important;
      inset: auto !important; width: 0 !important; height: 0 !important; visibility: visible !important; }
    *, *::before, *::after { box-sizing: border-box; margin: 0; padding: 0; font: inherit; color: inherit; letter-spacing: inherit; }
    [hidden] { display: none !important; }
    .root { all: initial; color-scheme: light;
      --accent: #0b6b53; --on: #fff; --ink: #1c2321; --quiet: #5b6764; --line: #dfe5e2; --paper: #fff; --ground: #f6f8f7;
      --mine: #e7f1ee; --note: #7a4200; --noteback: #fff3df; --bad: #a1221c;
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
      color: var(--ink); text-align: start; }
    .dark { color-scheme: dark;
      --accent: #5cc9a7; --on: #06231a; --ink: #edf2f0; --quiet: #a3b0ac; --line: #33403c; --paper: #1b2421; --ground: #121816;
      --mine: #20352e; --note: #ffd699; --noteback: #3d2f18; --bad: #ffb1a8; }
    button { cursor: pointer; background: none; border: 0; border-radius: 10px; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    svg { width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round;
      display: block; }

    .launcher { position: fixed; bottom: 20px; right: 20px; width: 58px; height: 58px; border-radius: 50%; display: grid;
      place-items: center; background: var(--accent); color: var(--on); box-shadow: 0 6px 20px #0000003d; transition: transform .15s; }
    .launcher:hover { transform: scale(1.05); }
    .launcher svg { width: 26px; height: 26px; }
    .left .launcher { right: auto; left: 20px; }
    .count:empty { display: none; }
    .count { position: absolute; top: -2px; right: -2px; min-width: 20px; padding: 0 5px; border-radius: 10px; background: var(--ink);
      color: var(--paper); font-size: 12px; line-height: 20px; font-weight: 600; text-align: center; }

    .panel { position: fixed; bottom: 20px; right: 20px; width: 420px; height: min(720px, calc(100vh - 40px)); display: flex;
      flex-direction: column; overflow: hidden; background: var(--ground); border: 1px solid var(--line); border-radius: 18px;
      box-shadow: 0 18px 50px #00000038; animation: rise .18s ease-out; }
    .left .panel { right: auto; left: 20px; }
    @keyframes rise { from { opacity: 0; transform: translateY(10px); } }
    .head { display: flex; align-items: center; gap: 2px; padding: 8px 8px 8px 18px; background: var(--paper);
      border-bottom: 1px solid var(--line); }
    .head h2 { flex: 1; font-size: 16px; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .icon { position: relative; display: grid; place-items: center; width: 40px; height: 40px; flex: none; }
    .icon:hover { background: var(--mine); }
    .icon .count { top: 1px; right: 0; background: var(--accent); color: var(--on); }

    .log, .basket { position: relative; flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 16px; }
    .turn:last-child { min-height: 100%; }
    .turn + .turn, .hello + .turn { margin-top: 20px; }
    .mine { width: fit-content; max-width: 85%; margin-inline-start: auto; padding: 9px 14px; background: var(--mine);
      border-radius: 16px 16px 4px 16px; white-space: pre-wrap; overflow-wrap: anywhere; }
    .words { margin-top: 12px; white-space: pre-line; overflow-wrap: anywhere; }
    .words:empty, .trouble:empty, .cards:empty, .chips:empty, .notice:empty { display: none; }
    .hello .words { margin: 20px 2px 16px; font-size: 19px; line-height: 1.4; font-weight: 600; }
    .hello .chips { flex-direction: column; align-items: flex-start; }
    .doing { display: flex; align-items: center; gap: 9px; margin-top: 12px; color: var(--quiet); }
    .dot { width: 8px; height: 8px; border-radius: 50%; background: var(--accent); animation: beat .8s infinite alternate; }
    @keyframes beat { to { opacity: .25; } }
    .trouble, .notice.bad { color: var(--bad); }
    .trouble { margin-top: 10px; }
    .link { color: inherit; text-decoration: underline; text-underline-offset: 2px; padding: 4px; }

    .cards, .lines { list-style: none; display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; margin-top: 12px; }
    .lines { margin-top: 0; }
    .card { display: flex; gap: 12px; padding: 10px; background: var(--paper); border: 1px solid var(--line); border-radius: 14px; }
    .picture { width: 96px; height: 96px; flex: none; object-fit: cover; border-radius: 9px; background: var(--ground); }
    .letter { display: grid; place-items: center; font-size: 34px; color: var(--quiet); }
    .about { flex: 1; min-width: 0; display: flex; flex-direction: column; gap: 1px; }
    .title { font-size: 15px; font-weight: 550; line-height: 1.35; display: -webkit-box; -webkit-line-clamp: 2;
      -webkit-box-orient: vertical; overflow: hidden; overflow-wrap: anywhere; }
    .title a { text-decoration: none; }
    .title a:hover { text-decoration: underline; }
    .price { font-size: 18px; font-weight: 700; margin-inline-end: 7px; }
    .quiet { color: var(--quiet); font-size: 13px; }
    .stars { font-size: 13px; margin-inline-start: 8px; white-space: nowrap; }
    .note { display: inline-block; margin: 2px 6px 2px 0; padding: 0 7px; border-radius: 6px; font-size: 12px; line-height: 20px;
      color: var(--note); background: var(--noteback); }
    .buy { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; margin-top: auto; padding-top: 4px; }
    .buy:empty, .buy span:empty:only-child { display: none; }
    .add { min-height: 36px; padding: 0 14px; background: var(--accent); color: var(--on); font-size: 14px; font-weight: 600; }
    .add:hover { filter: brightness(1.08); }
    .steps { display: flex; align-items: center; gap: 10px; }
    .step { width: 34px; height: 34px; border: 1px solid var(--line); font-size: 18px; line-height: 1; }
    .step:hover { border-color: var(--accent); }
    .basket h3.name { font-size: 17px; font-weight: 650; margin-bottom: 12px; outline: none; }
    .sum { margin-top: 14px; padding: 14px 2px; border-top: 1px solid var(--line); }
    .total { display: flex; justify-content: space-between; align-items: baseline; }
    .total .price { margin: 0; font-size: 20px; }
    .sum .add { width: 100%; min-height: 46px; margin-top: 10px; font-size: 15px; }

    .foot { padding: 10px 12px 12px; background: var(--paper); border-top: 1px solid var(--line); }
    .chips { display: flex; flex-wrap: wrap; gap: 7px; }
    .foot .chips { margin-bottom: 10px; max-height: 122px; overflow-y: auto; padding: 3px; margin: -3px -3px 7px; }
    .chip { min-height: 34px; padding: 5px 13px; border: 1px solid var(--line); border-radius: 17px; background: var(--paper);
      font-size: 14px; line-height: 1.3; text-align: start; }
    .chip:hover { border-color: var(--accent); }
    .wish { background: var(--mine); }
    .notice { margin: 0 4px 8px; font-size: 13px; color: var(--quiet); }
    .say { display: flex; align-items: flex-end; gap: 8px; padding: 4px 4px 4px 14px; border: 1px solid var(--line); border-radius: 22px;
      background: var(--ground); }
    .say:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
    .say textarea { flex: 1; min-width: 0; height: 36px; max-height: 120px; padding: 7px 0; border: 0; outline: 0; resize: none;
      background: none; font-size: 16px; line-height: 22px; }
    .say textarea::placeholder { color: var(--quiet); opacity: 1; }
    .say { position: relative; }
    .a-suggest { position: absolute; inset: auto 0 calc(100% + 6px); z-index: 3; margin: 0; padding: 6px; list-style: none; max-height: min(340px, 45vh);
      overflow-y: auto; border: 1px solid var(--line); border-radius: 14px; background: var(--paper); box-shadow: 0 -8px 30px #0002; }
    .a-suggest li { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; padding: 8px 10px; border-radius: 9px; font-size: 14px; line-height: 1.35; cursor: pointer; }
    .a-suggest li:hover, .a-suggest li[aria-selected=true] { background: var(--mine); }
    .a-suggest span { min-width: 0; overflow-wrap: anywhere; }
    .a-suggest b { font-weight: 650; }
    .a-suggest small { flex: none; max-width: 40%; color: var(--quiet); font-size: 12px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .say .icon { width: 36px; height: 36px; border-radius: 50%; background: var(--accent); color: var(--on); }
    .say .stop svg { fill: currentColor; width: 18px; height: 18px; }

    @media (max-width: 480px) {
      .root .panel { inset: 0; width: auto; height: 100vh; height: 100dvh; border: 0; border-radius: 0; }
    }
    @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }
    @media (pointer: coarse) { .a-suggest li { padding-block: 13px; } }
    @media (forced-colors: active) { .launcher, .add, .chip, .say .icon { border: 1px solid ButtonText; }
      .a-suggest li[aria-selected=true] { outline: 2px solid Highlight; outline-offset: -2px; } }
  `;

  const host = document.createElement("aisle-chat");
  const shadow = host.attachShadow({ mode: "closed" }); // the page's other scripts do not read along
  const sheet = new CSSStyleSheet(); // and no style attribute or element, which a strict policy of the page would refuse
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];

  const log = h("div.log", { role: "log", "aria-live": "polite", "aria-label": say("chat"), tabindex: "0" });
  const basketTitle = h("h3.name", { tabindex: "-1" }, say("cart"));
  const basket = h("div");
  const basketView = h("div.basket", { hidden: true }, basketTitle, basket);
  const chips = h("div.chips");
  const notice = h("p.notice", { role: "status" });
  const box = h("textarea", { rows: 1, maxlength: LONGEST, placeholder: say("hint"), "aria-label": say("hint") });
  const sendButton = iconButton("send", null, { type: "submit" });
  const stopButton = iconButton("stop", () => stop(1500), { hidden: true });
  const form = h("form.say", { onsubmit: send }, box, sendButton, stopButton);
  const heading = h("h2", null, option.title || say("chat"));
  const count = h("span.count", { "aria-hidden": "true" });
  const badge = h("span.count", { "aria-hidden": "true" });
  const cartButton = iconButton("cart", () => view(true));
  const backButton = iconButton("back", () => view(false), { hidden: true });
  cartButton.append(count);
  const panel = h("section.panel", { role: "dialog", "aria-label": option.title || say("chat"), tabindex: "-1", hidden: true },
    h("div.head", null, backButton, heading, cartButton, iconButton("anew", anew), iconButton("close", () => open(false))),
    log, basketView, h("div.foot", null, chips, notice, form));
  const launcher = iconButton("chat", () => open(true), { "aria-expanded": "false" });
  launcher.className = "launcher";
  launcher.append(badge);
  const root = h(option.position === "left" ? "div.root.left" : "div.root", { lang: language === "zh" ? "zh-CN" : "en" }, launcher, panel);
  shadow.append(root);

  // An event on <aisle-chat> that the page may follow; false when the page took it over.
  const tell = (name, detail) =>
    host.dispatchEvent(new CustomEvent(`aisle:${name}`, { detail, bubbles: true, composed: true, cancelable: true }));

  function announce(sentence, bad = false) {
    notice.textContent = sentence;
    notice.classList.toggle("bad", bad);
  }

  function working(now) {
    if (!now && shadow.activeElement === stopButton) (touching() ? panel : box).focus();
    sendButton.hidden = now;
    stopButton.hidden = !now;
    chips.hidden = now || log.hidden;
    log.setAttribute("aria-busy", String(now));
  }

  function view(ofCart) {
    basketView.hidden = !ofCart;
    log.hidden = ofCart;
    backButton.hidden = !ofCart;
    cartButton.hidden = ofCart;
    chips.hidden = ofCart || busy !== null;
    announce("");
    if (ofCart) basketTitle.focus();
  }

  // There the box would bring up a keyboard that hides what is to be read.
  const touching = () => matchMedia("(pointer: coarse)").matches;

  function open(now, focus = true) {
    panel.hidden = !now;
    launcher.hidden = now;
    launcher.setAttribute("aria-expanded", String(now));
    remember({ open: now });
    tell(now ? "open" : "close");
    if (now) filled = filled || fill();
    if (focus) (now ? (touching() ? panel : box) : launcher).focus();
  }

  function send(event) {
    event.preventDefault();
    if (busy || !box.value.trim()) return;
    const text = box.value;
    box.value = "";
    fit();
    ask(text);
  }

  function fit() {
    box.style.height = "";
    box.style.height = `${Math.min(box.scrollHeight, 120)}px`;
  }

  typeahead(box, form, {
    label: say("suggestions"),
    ask: async (text, signal) => {
      const asked = new URLSearchParams({ q: text, k: 6, language: locale });
      const answer = await reach("GET", `v1/suggest?${asked}`, { signal });
      return answer.ok ? (await answer.json()).suggestions : [];
    },
    take: (text) => {
      box.value = text; // where it waits while an answer is on its way
      fit();
      form.requestSubmit();
    },
  });
  box.addEventListener("input", fit);
  box.addEventListener("keydown", (event) => {
    // While an input method is composing, Enter chooses a word.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });
  root.addEventListener("keydown", (event) => {
    event.stopPropagation(); // typing here is no shortcut of the page
    if (event.key === "Escape" && !event.isComposing && !panel.hidden) open(false);
  });

  // ---- Looks ---------------------------------------------------------------------------------------------------------------

  function paint() {
    const dark = option.theme ? option.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.classList.toggle("dark", dark);
    if (!option.accent || !CSS.supports("color", option.accent)) return;
    root.style.setProperty("--accent", option.accent);
    root.style.setProperty("--on", light(option.accent) ? "#101413" : "#fff");
  }

  // Whether dark text reads better on a colour (WCAG 2.2, relative luminance).
  function light(color) {
    const drop = document.createElement("canvas").getContext("2d");
    drop.fillStyle = color;
    drop.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...drop.getImageData(0, 0, 1, 1).data].map((part) =>
      part <= 10 ? part / 3294 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179;
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  paint();

  // ---- Start ---------------------------------------------------------------------------------------------------------------

  host.open = () => open(true);
  host.close = () => open(false);
  host.ask = (text) => {
    open(true);
    Promise.resolve(filled).then(() => ask(String(text)));
  };

  function start() {
    document.body.append(host);
    const { token, open: wasOpen } = memory();
    const wide = matchMedia("(min-width: 481px)").matches;
    if (wasOpen && wide) open(true, false);
    else if (token) recall("v1/cart").then((now) => now && showCart(now)).catch(() => {});
  }

  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
