// The live board: reads /board/stream (Server-Sent Events) and moves at most once per animation frame.
"use strict";
(() => {
  const board = document.getElementById("board");
  const texts = board.dataset;
  const language = document.documentElement.lang || "en";
  const table = (id) => Object.fromEntries(
    [...document.querySelectorAll(`#${id} option`)].map((option) => [option.value, option.textContent]));
  const stores = table("stores");
  const states = table("states");
  const ROWS = 12;
  const SAMPLES = 120;
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 });
  const waiting = { sales: [], stock: [], told: [], customers: [] };
  const counts = { sales: 0, movements: 0, toldToday: 0, parkedOpen: 0, toldP50: 0, toldP99: 0 };
  const lastSeen = new Map();
  const told = [];
  let drawing = false;
  let spoken = 0;

  const storeName = (id) => stores[id] || id || "";
  const at = (event) => (event.at ? clock.format(new Date(event.at)) : "");
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (all, key) => values[key] ?? "");
  const name = (event) => (event.name && (event.name[language] || event.name.ja || event.name.en)) || event.sku || "";

  function money(amount, currency) {
    try {
      return new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "narrowSymbol" })
        .format(Number(amount)).replace("￥", "¥");
    } catch {
      return `${amount} ${currency || ""}`;
    }
  }

  function row({ what, much, where, when, tone }) {
    const item = document.createElement("li");
    item.className = "new";
    for (const [kind, text] of [["what", what], ["much", much], ["where", where], ["when", when]]) {
      const cell = document.createElement("span");
      cell.className = kind === "much" && tone ? `much ${tone}` : kind;
      cell.textContent = text;
      item.append(cell);
    }
    return item;
  }

  const readers = {
    hello(event) {
      for (const key of ["toldToday", "parkedOpen", "toldP50", "toldP99"]) counts[key] = event[key] ?? counts[key];
    },
    sale(event) {
      counts.sales++;
      const line = {
        what: fill(texts.items, { n: number.format(event.items) }),
        much: money(event.amount, event.currency),
        where: `${storeName(event.store)} · ${fill(texts.till, { till: event.till })}`,
        when: at(event),
      };
      waiting.sales.push(line);
      speak(`${line.where}: ${line.much}`);
    },
    stock(event) {
      counts.movements++;
      // An event says what is there now; the change is known once the same shelf has been seen before.
      const shelf = `${event.store} ${event.sku}`;
      const delta = Math.round((event.available - (lastSeen.get(shelf) ?? event.available)) * 1000) / 1000;
      lastSeen.set(shelf, event.available);
      const change = delta === 0 ? "" : `${delta > 0 ? "+" : "−"}${number.format(Math.abs(delta))} → `;
      waiting.stock.push({
        what: name(event),
        much: change + number.format(event.available),
        tone: delta === 0 ? "" : delta > 0 ? "up" : "down",
        where: storeName(event.store),
        when: at(event),
      });
    },
    told(event) {
      counts.toldToday++;
      told.push(Number(event.millis));
      if (told.length > SAMPLES) told.shift();
      waiting.told.push({
        what: event.sku, much: `${number.format(Math.round(event.millis))} ms`, where: storeName(event.store), when: at(event),
      });
    },
    points(event) {
      const points = Number(event.points);
      waiting.customers.push({
        what: texts.points,
        much: `${points > 0 ? "+" : "−"}${number.format(Math.abs(points))}`,
        tone: points > 0 ? "up" : "down",
        where: event.balance === undefined || event.balance === null
          ? "" : fill(texts.balance, { n: number.format(event.balance) }),
        when: at(event),
      });
    },
    pickup(event) {
      waiting.customers.push({
        what: fill(texts.pickup, { order: event.order }),
        much: states[event.state] || event.state,
        where: storeName(event.store),
        when: at(event),
      });
    },
    parked(event) {
      counts.parkedOpen = event.count;
    },
  };

  // Screen readers hear one sale now and then, not every one.
  function speak(sentence) {
    const now = Date.now();
    if (now - spoken > 20000) {
      spoken = now;
      document.getElementById("heard").textContent = sentence;
    }
  }

  function take(message, type) {
    let event;
    try {
      event = JSON.parse(message.data);
    } catch {
      return;
    }
    const reader = readers[event.type || type];
    if (reader) {
      reader(event);
      if (!drawing) {
        drawing = true;
        requestAnimationFrame(draw);
      }
    }
  }

  function draw() {
    drawing = false;
    for (const [feed, lines] of Object.entries(waiting)) {
      if (lines.length === 0) continue;
      const list = document.getElementById(`feed-${feed}`);
      list.querySelector(".none")?.remove();
      list.prepend(...lines.splice(0).slice(-ROWS).reverse().map(row));
      while (list.children.length > ROWS) list.lastElementChild.remove();
    }
    const percentile = (share) => {
      const sorted = [...told].sort((a, b) => a - b);
      return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    };
    if (told.length >= 20) {
      counts.toldP50 = percentile(0.5);
      counts.toldP99 = percentile(0.99);
    }
    for (const [key, value] of Object.entries(counts)) {
      const cell = document.getElementById(key);
      const unknown = value === 0 && key.startsWith("toldP");
      cell.textContent = unknown ? "–" : number.format(Math.round(value));
    }
    document.getElementById("parked-counter").classList.toggle("alarm", counts.parkedOpen > 0);
    drawSpark();
  }

  function drawSpark() {
    if (told.length < 2) return;
    const top = Math.max(...told, 1);
    const width = Math.max(told.length, 20) - 1;
    const points = told.map((millis, i) =>
      `${((i / width) * 100).toFixed(2)} ${(28 - (millis / top) * 25).toFixed(2)}`);
    document.getElementById("spark-line").setAttribute("d", `M${points.join("L")}`);
    const end = (((told.length - 1) / width) * 100).toFixed(2);
    document.getElementById("spark-area").setAttribute("d", `M0 30L${points.join("L")}L${end} 30Z`);
  }

  const live = document.getElementById("live");
  function say(state) {
    live.dataset.state = state;
    live.textContent = texts[`live${state[0].toUpperCase()}${state.slice(1)}`];
    document.getElementById("lost").hidden = state !== "lost";
  }

  let retry = 1000;
  function connect() {
    const stream = new EventSource(texts.stream);
    stream.onopen = () => { retry = 1000; say("on"); };
    stream.onmessage = (message) => take(message);
    for (const type of Object.keys(readers)) stream.addEventListener(type, (message) => take(message, type));
    stream.onerror = () => {
      say("lost");
      // The browser tries again by itself after a cut; after an answer it cannot read it gives up, so we do.
      if (stream.readyState === EventSource.CLOSED) {
        setTimeout(connect, retry);
        retry = Math.min(retry * 2, 15000);
      }
    };
    window.addEventListener("pagehide", () => stream.close(), { once: true });
  }
  connect();
})();
