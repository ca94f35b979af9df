// The counter: whose code is it, what do they get, what is to be looked at. Without a network the phone checks a code's
// signature itself, hands over what waited here, and tells that later with the time at which it was.
"use strict";
(() => {
  const page = document.getElementById("handover");
  if (!page) return;
  const { tell, say, post, device, frame, waitingOf, hasNetwork } = window.norenSteps;
  const { listen, yes, no, quiet } = window.norenScan;
  const store = page.dataset.store;
  const LOOK_AGAIN_MILLIS = 15000;
  const SIGNED = /^[\w-]{1,200}\.[\w-]{1,600}\.[\w-]{86}$/;
  const PIN = /^\d{6}$/;
  const give = document.getElementById("give");
  const keys = new Map(JSON.parse(page.dataset.keys).map((key) => [key.kid, key]));
  let waiting = new Map();
  let shown = null;

  const bytes = (part) => Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const json = (part) => JSON.parse(new TextDecoder().decode(bytes(part)));

  /** What a code says that we signed; null of any other. Throws where the browser does not know such signatures. */
  const claims = async (code) => {
    const [head, body, signature] = code.split(".");
    let key;
    try {
      const header = json(head);
      key = header.alg === "EdDSA" && header.typ === "noren-pickup" ? keys.get(header.kid) : undefined;
    } catch {
      return null;
    }
    if (!key) return null;
    const known = await crypto.subtle.importKey("jwk", { kty: key.kty, crv: key.crv, x: key.x }, { name: "Ed25519" }, false, ["verify"]);
    const right = await crypto.subtle.verify({ name: "Ed25519" }, known, bytes(signature), new TextEncoder().encode(head + "." + body));
    return right ? json(body) : null;
  };

  /** Whom the other side does not know any more. */
  const isStranger = (answer) => answer.redirected || answer.status === 401 || answer.status === 403;

  const list = () => {
    const rows = [...waiting.values()].map((order) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "line";
      const number = document.createElement("span");
      number.className = "grow ref number";
      number.textContent = order.order;
      const goods = document.createElement("small");
      goods.textContent = order.goods.map((one) => `${one.name} × ${one.quantity}`).join(document.documentElement.lang === "ja" ? "、" : ", ");
      number.append(goods);
      button.append(number);
      button.addEventListener("click", () => show(order, null));
      row.append(button);
      return row;
    });
    document.querySelector("#waiting ul").replaceChildren(...rows);
    document.querySelector("#waiting .none").hidden = rows.length > 0;
  };
  /** What this phone gave away already does not wait, whatever the other side knows yet. */
  const here = (orders) => {
    waiting = new Map(orders.filter((order) => !waitingOf(order.id).length).map((order) => [order.id, order]));
    list();
  };

  const show = (order, code) => {
    shown = order && { order, code };
    give.hidden = !order;
    document.getElementById("waiting").hidden = Boolean(order);
    if (!order) {
      scanner.focus();
      return;
    }
    quiet();
    give.querySelector(".ref").textContent = order.order;
    give.querySelector(".customer").textContent = order.customer ?? "";
    const delegate = give.querySelector(".delegate");
    delegate.hidden = !order.delegate;
    delegate.textContent = order.delegate ? say(delegate, "says", { person: order.delegate }) : "";
    give.querySelector(".unpaid").hidden = !order.unpaid;
    give.querySelector(".goods").replaceChildren(...order.goods.map((one) => {
      const row = document.createElement("li");
      row.className = "row";
      const name = document.createElement("span");
      name.className = "grow";
      name.textContent = one.name;
      const much = document.createElement("strong");
      much.className = "number";
      much.textContent = one.quantity;
      row.append(name, much);
      return row;
    }));
    const age = give.querySelector(".age");
    age.hidden = !order.minimumAge;
    age.querySelector("span").textContent = say(age.querySelector("span"), "says", { age: order.minimumAge });
    give.querySelector(".identity").hidden = !order.identity;
    give.querySelectorAll("input[type=checkbox]").forEach((tick) => {
      tick.checked = false;
      tick.required = !tick.closest("[hidden]");
    });
    proof();
  };
  const proof = () => {
    give.querySelector(".scanned").hidden = !shown.code;
    give.querySelector(".pin").hidden = Boolean(shown.code);
    give.elements.pin.value = "";
    if (shown.code) scanner.focus();
    else give.elements.pin.focus();
  };

  const withoutNetwork = async (code) => {
    let said;
    try {
      said = await claims(code);
    } catch {
      no(page.dataset.cannotCheck);
      return;
    }
    const order = said && waiting.get(said.sub);
    if (!said) no(page.dataset.notOurs);
    else if (said.aud !== store) no(page.dataset.elsewhere);
    else if (waitingOf(said.sub).length) no(page.dataset.again);
    else if (!order) no(page.dataset.notHere);
    else show(order, code);
  };
  const scanned = async (text) => {
    const named = [...waiting.values()].find((order) => order.order === text);
    if (named) {
      show(named, null);
    } else if (PIN.test(text)) {
      if (shown && !shown.code) give.elements.pin.value = text;
      else no(page.dataset.which);
    } else if (!hasNetwork()) {
      if (SIGNED.test(text)) await withoutNetwork(text);
      else no(page.dataset.notOurs);
    } else {
      let answer;
      try {
        answer = await post("/pickup/handover/scan", [["code", text], ["location", store]]);
      } catch {
        await (SIGNED.test(text) ? withoutNetwork(text) : no(page.dataset.notOurs));
        return;
      }
      if (isStranger(answer)) {
        no(frame.dataset.signedOut);
        return;
      }
      const said = await answer.json().catch(() => ({}));
      if (answer.ok && said.order) show(said.order, text);
      else no(said.says ?? page.dataset.notOurs);
    }
  };

  const scanner = listen(scanned);
  here(JSON.parse(page.dataset.waiting));
  scanner.focus();

  /** Kept on the phone first: then it is told with its time, however long the network stays away. */
  const later = async (order, form) => {
    const step = { order: order.id, step: "handover", path: `/pickup/${order.id}/told/handover`, label: say(frame, "handover", { order: order.order }) };
    const told = tell({ ...step, form: [...form, ["handedOverAt", new Date().toISOString()]] });
    gone(order, "later");
    await told;
  };
  const gone = (order, how) => {
    waiting.delete(order.id);
    list();
    show(null, null);
    yes(say(page, how, { order: order.order }));
  };
  give.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!give.reportValidity()) return;
    const { order } = shown;
    const code = shown.code ?? give.elements.pin.value.trim();
    if (!code) {
      give.elements.pin.focus();
      return;
    }
    const checked = [...give.querySelectorAll("input[type=checkbox]:checked")].map((tick) => ["checked", tick.value]);
    const form = [["code", code], ...checked];
    const signed = SIGNED.test(code);
    const button = give.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      if (!hasNetwork()) throw new TypeError("no network");
      const answer = await post(`/pickup/${order.id}/told/handover`, [...form, ["device", device]]);
      if (isStranger(answer)) throw new TypeError("signed out");
      const said = await answer.json().catch(() => ({}));
      if (answer.ok) gone(order, "done");
      else no(said.says ?? say(frame, "unsaid"));
    } catch {
      // The answer was lost, nothing was sent, or nobody is signed in. Who is proved by a signature gets their goods; a PIN proves nothing here.
      if (signed && (await claims(code).catch(() => null))?.sub === order.id) await later(order, form);
      else no(page.dataset.pinOffline);
    } finally {
      button.disabled = false;
    }
  });
  give.querySelector(".not-now").addEventListener("click", () => {
    quiet();
    show(null, null);
  });

  document.addEventListener("noren:refused", quiet);
  setInterval(async () => {
    if (!hasNetwork() || document.hidden) return;
    const answer = await fetch("/pickup/handover/waiting?location=" + encodeURIComponent(store)).catch(() => null);
    if (answer?.ok && !answer.redirected) here(await answer.json());
  }, LOOK_AGAIN_MILLIS);
})();
