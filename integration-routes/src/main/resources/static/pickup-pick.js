// Picking: what was scanned is counted here against what is wanted, line by line, and kept on the phone; what becomes of
// a line is told.
"use strict";
(() => {
  const page = document.getElementById("pick");
  if (!page) return;
  const { tell, say, frame, waitingOf, isQuiet, hasNetwork } = window.norenSteps;
  const { listen, yes, no, quiet } = window.norenScan;
  const order = page.dataset.order;
  const number = page.dataset.number;
  const base = "/pickup/" + order;
  const KEPT = "noren.picking.";
  const KEPT_MILLIS = 7 * 24 * 3600 * 1000;
  const LOOK_AGAIN_MILLIS = 5000;
  const part = (id) => document.getElementById(id);

  // In thousandths: what is weighed has three decimals, and fractions of two do not add up.
  const thousandths = (text) => Math.round(Number(text) * 1000);
  const plain = (amount) => String(amount / 1000);

  /** The GTIN that a plain number, a Digital Link or an element string begins with, in 14 digits; else the text itself. */
  const codeIn = (text) => {
    const digits = /^(?:\d{8}|\d{12,14})$/.exec(text)?.[0]
      ?? /^https?:\/\/[^?#]*\/01\/(\d{8}|\d{12,14})(?=[/?#]|$)/i.exec(text)?.[1]
      ?? /^(?:\][A-Za-z]\d|\x1d|\^)01(\d{14})/.exec(text)?.[1]
      ?? /^\(01\)(\d{14})/.exec(text)?.[1];
    return digits ? digits.padStart(14, "0") : text;
  };
  const isPlain = (text) => /^(?:\d{8}|\d{12,14})$/.test(text);

  const lines = [...page.querySelectorAll("[data-line]")].map((row) => ({
    id: row.dataset.line,
    row,
    sku: row.dataset.sku,
    name: row.dataset.name,
    wanted: thousandths(row.dataset.quantity),
    each: row.dataset.each === "true",
    state: row.dataset.state,
    there: row.dataset.found === undefined ? null : thousandths(row.dataset.found),
    codes: new Map(JSON.parse(row.dataset.codes).map((code) => [codeIn(code.code), code.quantity])),
    choices: JSON.parse(row.dataset.choices),
    counted: 0,
    byHand: false,
  }));
  let started = page.dataset.started === "true";
  let ready = false;
  let current = null;
  /** What whoever did not find all of a line has in hand instead: its SKU, or the code that could not be read yet. */
  let proposed = null;

  /** How many steps of the order the page knows of; a copy that the phone has kept knows of fewer than were told since. */
  let steps = Number(page.dataset.steps);
  const keep = () => localStorage.setItem(KEPT + order, JSON.stringify({
    at: Date.now(),
    steps,
    started,
    ready,
    lines: lines.map(({ id, state, there, counted, byHand }) => ({ id, state, there, counted, byHand })),
  }));
  const recall = () => {
    Object.keys(localStorage).filter((key) => key.startsWith(KEPT))
      .filter((key) => Date.now() - JSON.parse(localStorage.getItem(key)).at > KEPT_MILLIS)
      .forEach((key) => localStorage.removeItem(key));
    const kept = JSON.parse(localStorage.getItem(KEPT + order) ?? "null");
    if (!kept) return;
    const isCopy = steps < kept.steps;
    if (isCopy) {
      steps = kept.steps;
      started = kept.started;
      ready = kept.ready;
    }
    kept.lines.forEach(({ id, state, there, counted, byHand }) => {
      const line = lines.find((one) => one.id === id);
      if (!line) return;
      if (isCopy) Object.assign(line, { state, there });
      // What was counted of it is in somebody's basket; what became of it the newer page knows better.
      // All of it, and still to pick: that was refused, and is done again if it is still right.
      if (line.state === "TO_PICK" && counted < line.wanted) Object.assign(line, { counted, byHand });
    });
  };
  /** What was done before the page was loaded again, and is not told yet. */
  const done = () => waitingOf(order).forEach((step) => {
    const said = Object.fromEntries(step.form);
    const line = lines.find((one) => one.id === said.line);
    if (step.step === "start") started = true;
    else if (step.step === "ready") ready = true;
    else if (line && step.step === "picked") line.state = "PICKED";
    else if (line && step.step === "short") {
      line.state = "SHORT";
      line.there = thousandths(said.found);
    }
  });

  const toPick = () => lines.filter((line) => line.state === "TO_PICK");
  const next = () => {
    const from = lines.indexOf(current);
    return lines.slice(from + 1).find((line) => line.state === "TO_PICK") ?? toPick()[0] ?? null;
  };
  const goods = (line) => line.state === "SHORT" ? line.there : line.wanted;

  const showRow = (line) => {
    const chip = line.row.querySelector(".chip[hidden], .chip.state");
    chip.className = "chip state " + (line.state === "SHORT" ? "few" : "good");
    chip.hidden = line.state === "TO_PICK";
    chip.textContent = line.state === "SHORT" ? say(page, "lineShort", { there: plain(line.there) }) : page.dataset.linePicked;
    line.row.querySelector(".how-much").textContent =
      line.state === "TO_PICK" ? `${plain(line.counted)} / ${plain(line.wanted)}` : plain(line.wanted);
    line.row.toggleAttribute("data-current", line === current);
    line.row.querySelector("button").disabled = line.state !== "TO_PICK" || !started;
  };
  const show = () => {
    lines.forEach(showRow);
    part("start").hidden = started;
    part("work").hidden = !started || !current;
    part("done").hidden = !started || Boolean(current);
    const some = lines.some((line) => goods(line) > 0);
    part("done").querySelector("[data-some]").hidden = !some || ready;
    part("done").querySelector("[data-none]").hidden = some;
    part("ready").hidden = !some || ready;
    part("is-ready").hidden = !ready;
    part("is-ready").textContent = part("is-ready").dataset[waitingOf(order).length ? "later" : "told"];
    if (!current) return;
    const now = part("now");
    now.querySelector(".name").textContent = current.name;
    now.querySelector(".other-name").textContent = current.row.dataset.other;
    now.querySelector(".counted").textContent = plain(current.counted);
    now.querySelector(".of").textContent = " / " + plain(current.wanted);
    now.querySelector(".unit").textContent = current.row.dataset.unit;
    now.querySelector(".sku").textContent = current.sku;
    now.querySelector(".where").textContent = current.row.dataset.where;
    // Nothing was found of a line of which some is in the basket: that cannot be.
    part("why").querySelector("[data-why=ALL_MISSING]").disabled = current.counted > 0;
    if (isAsking()) showChoices();
  };
  const isAsking = () => !part("why").hidden;
  const showChoices = () => {
    const all = current.choices.filter((choice) => thousandths(choice.available) >= current.wanted - current.counted);
    if (proposed && !all.some((choice) => choice.sku === proposed.sku)) all.push(proposed);
    part("choices").replaceChildren(...all.map((choice) => {
      const button = part("choice").content.firstElementChild.cloneNode(true);
      button.querySelector("span").textContent = choice.name;
      button.querySelector("small").textContent = choice.here ? say(page, "here", { here: choice.here }) : "";
      button.setAttribute("aria-pressed", String(choice.sku === proposed?.sku));
      button.addEventListener("click", () => propose(choice.sku === proposed?.sku ? null : choice));
      return button;
    }));
  };
  const propose = (choice) => {
    proposed = choice;
    showChoices();
    if (choice) yes(say(page, choice.code ? "proposedUnread" : "proposed", { item: choice.name }));
    else quiet();
  };
  let weighedByHand = false;
  const weigh = (open) => {
    weighedByHand = false;
    const form = part("now").querySelector(".weight");
    form.hidden = !open;
    form.elements.weight.value = "";
    if (open) form.elements.weight.focus();
    else scanner.focus();
  };
  const ask = (open) => {
    part("work").classList.toggle("asking", open);
    part("why").hidden = !open;
    part("not-found").hidden = open;
    part("not-found").setAttribute("aria-expanded", String(open));
    part("scan").querySelector("label span").textContent = page.dataset[open ? "scanInstead" : "scan"];
    proposed = null;
    if (open) showChoices();
  };
  const go = (line) => {
    current = line;
    ask(false);
    weigh(false);
    show();
  };

  const step = (name, item, fields = [], label = say(frame, name, { order: number, item })) =>
    tell({ order, step: name, path: `${base}/told/${name}`, form: fields, label });

  const picked = (line) => {
    line.state = "PICKED";
    const fields = [["line", line.id]];
    if (line.byHand) fields.push(["byHand", "true"]);
    yes(say(page, "found", { item: line.name }));
    keep();
    go(next());
    return step("picked", line.name, fields);
  };
  const short = (line, variance) => {
    line.state = "SHORT";
    line.there = line.counted;
    const fields = [["line", line.id], ["found", plain(line.there)], ["variance", variance]];
    if (proposed) fields.push(proposed.code ? ["insteadCode", proposed.code] : ["instead", proposed.sku]);
    const label = proposed ? say(frame, "shortInstead", { order: number, item: line.name, instead: proposed.name }) : undefined;
    yes(say(page, "short", { item: line.name }));
    keep();
    go(next());
    return step("short", line.name, fields, label);
  };
  const count = (line, amount, byHand) => {
    // What is weighed is seldom exactly what was ordered; twice as much is a slip.
    if (line.counted + amount > (line.each ? line.wanted : 2 * line.wanted)) {
      no(say(page, "tooMuch", { item: line.name, left: plain(line.wanted - line.counted) }));
      return;
    }
    line.counted += amount;
    line.byHand ||= byHand;
    if (line.counted >= line.wanted) {
      picked(line);
      return;
    }
    keep();
    yes(say(page, "counted", { item: line.name, counted: plain(line.counted), wanted: plain(line.wanted) }));
    show();
  };

  /** The line that a code is meant for: the one that is looked for, another that is still to be picked, one that is done. */
  const lineFor = (fits) => {
    const all = lines.filter(fits);
    return all.find((line) => line === current) ?? all.find((line) => line.state === "TO_PICK") ?? all[0];
  };
  const found = (line, quantity, instead) => {
    if (line.state !== "TO_PICK") {
      if (instead()) propose(line);
      else no(say(page, "enough", { item: line.name, wanted: current.name }));
      return;
    }
    if (line !== current) go(line);
    if (quantity === null || quantity === undefined) {
      yes(line.name);
      weigh(true);
    } else {
      count(line, thousandths(quantity), false);
    }
  };
  const scanned = async (text) => {
    if (!started || !current) return;
    // What is not wanted is what there is instead, as long as the same line is asked about.
    const missing = isAsking() ? current : null;
    const instead = () => missing !== null && missing === current && isAsking();
    const code = codeIn(text);
    const known = lineFor((line) => line.codes.has(code));
    // More than a number may say how much it is: of what is weighed that is read where all of it is understood.
    if (known && (known.each || isPlain(text) || !hasNetwork())) {
      found(known, known.codes.get(code), instead);
      return;
    }
    let read;
    try {
      if (!hasNetwork()) throw new TypeError("no network");
      const answer = await fetch(`${base}/pick/scanned?code=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) throw new Error("not read");
      read = await answer.json();
    } catch {
      if (instead()) propose({ name: text, code: text });
      else no(say(page, "unread", { wanted: current.name }));
      return;
    }
    const line = read.sku ? lineFor((one) => one.sku === read.sku) : undefined;
    if (line) found(line, read.quantity ?? (line.each ? 1 : null), instead);
    else if (read.sku && instead()) propose({ sku: read.sku, name: read.name });
    else if (read.sku) no(say(page, "wrong", { item: read.name, wanted: current.name }));
    else no(say(page, "unknown", { code: text, wanted: current.name }));
  };

  const scanner = listen(scanned);
  recall();
  done();
  current = toPick()[0] ?? null;
  show();
  scanner.focus();

  part("do-start").addEventListener("click", () => {
    started = true;
    keep();
    show();
    scanner.focus();
    step("start", "");
  });
  part("ready").addEventListener("click", () => {
    ready = true;
    keep();
    show();
    step("ready", "");
  });
  part("not-found").addEventListener("click", () => {
    quiet();
    ask(true);
    part("why").querySelector("[data-why]:not([disabled])").focus({ preventScroll: true });
    // All of it at once: whoever has nothing instead taps the reason next.
    part("why").scrollIntoView({ block: "nearest" });
  });
  part("why").addEventListener("click", (event) => {
    const why = event.target.closest("[data-why]")?.dataset.why;
    if (why) short(current, why);
    else if (why === "") go(current);
  });
  part("by-hand").addEventListener("click", () => {
    if (current.each) {
      count(current, 1000, true);
    } else {
      weigh(true);
      weighedByHand = true;
    }
  });
  part("now").querySelector(".weight").addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = event.target.elements.weight.value.trim().replace(",", ".");
    if (/^\d{8,}$/.test(typed)) {
      // Somebody scanned on while it was asked how much there is.
      weigh(false);
      scanner.take(typed);
    } else if (/^\d{0,6}(\.\d{1,3})?$/.test(typed) && thousandths(typed) > 0) {
      const byHand = weighedByHand;
      weigh(false);
      count(current, thousandths(typed), byHand);
    } else {
      no(page.dataset.badWeight);
      event.target.elements.weight.select();
    }
  });
  lines.forEach((line) => line.row.querySelector("button").addEventListener("click", () => {
    quiet();
    go(line);
  }));

  // What others do with the order meanwhile, and what there is instead of what was not found.
  const stateHere = () => lines.map((line) => `${line.id}=${line.state}`).join(" ");
  const lookAgain = async () => {
    if (!hasNetwork() || !isQuiet() || document.hidden) return;
    const before = stateHere();
    const answer = await fetch(`${base}/pick/instead`).catch(() => null);
    if (!answer?.ok || answer.redirected || !isQuiet() || before !== stateHere()) return;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("instead");
    if (!told) return;
    const begun = !["PLACED", "ACCEPTED"].includes(told.dataset.orderState);
    if (started ? !ready && (told.dataset.states !== before || told.dataset.orderState === "READY") : begun) {
      location.reload();
      return;
    }
    part("instead").replaceWith(document.adoptNode(told));
  };
  document.addEventListener("noren:done", (event) => {
    if (event.detail.order !== order) return;
    steps = Math.max(steps, event.detail.steps);
    keep();
  });
  document.addEventListener("noren:told", () => {
    show();
    lookAgain();
  });
  // What was done here in the belief that it was right is not: the page begins again with what is so.
  document.addEventListener("noren:refused", (event) => {
    if (event.detail === order) location.reload();
  });
  setInterval(lookAgain, LOOK_AGAIN_MILLIS);
})();
