// What is done with a pickup order on a phone in the store. Each step is written down on the phone first and told then:
// so it is neither lost with the network nor with the page, and may be told twice, which the other side knows.
"use strict";
window.norenSteps = (() => {
  const frame = document.getElementById("steps");
  const waitingKey = "noren.steps." + frame.dataset.staff;
  const refusedKey = "noren.refused." + frame.dataset.staff;
  const PATIENCE_MILLIS = 15000;
  const AGAIN_MILLIS = 3000;

  const read = (key) => JSON.parse(localStorage.getItem(key) ?? "[]");
  const write = (key, steps) => steps.length ? localStorage.setItem(key, JSON.stringify(steps)) : localStorage.removeItem(key);
  const csrf = document.querySelector("meta[name=csrf]");

  const random = (length) => [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  /** The phone's own name, by which the other side knows that it says something again. */
  const device = (() => {
    const known = localStorage.getItem("noren.device");
    if (known) return known;
    const made = "phone " + random(4);
    localStorage.setItem("noren.device", made);
    return made;
  })();

  /** A text of the page with what belongs into it. */
  const say = (element, name, values = {}) =>
    element.dataset[name].replace(/\{(\w+)\}/g, (all, place) => values[place] ?? all);

  const post = (path, form) => fetch(path, {
    method: "POST",
    headers: { [csrf.dataset.header]: csrf.content, Accept: "application/json" },
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(PATIENCE_MILLIS),
  });

  let trouble = navigator.onLine ? null : "offline";
  let sending = null;

  /** An answer that leads elsewhere leads to the sign-in. A token of another session is renewed with the page, once. */
  const turnedAway = async (answer) => {
    if (answer.redirected || answer.status === 401) return "signedOut";
    const page = await fetch(location.href, { method: "HEAD", signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    if (page.redirected || page.status === 401) return "signedOut";
    if (sessionStorage.getItem("noren.renewed")) return "refused";
    sessionStorage.setItem("noren.renewed", "1");
    location.reload();
    return "renewed";
  };

  const refuse = (step, says) => {
    const all = read(waitingKey);
    // What follows in the same order was done in the belief that this was right; a person decides about it.
    const held = all.filter((other) => other.order === step.order && other.id !== step.id);
    write(refusedKey, [...read(refusedKey), { ...step, says }, ...held.map((other) => ({ ...other, says: say(frame, "held") }))]);
    write(waitingKey, all.filter((other) => other.order !== step.order));
  };

  const sendAll = async () => {
    for (let step = read(waitingKey)[0]; step; step = read(waitingKey)[0]) {
      if (!navigator.onLine) {
        trouble = "offline";
        return;
      }
      let answer;
      let away = null;
      try {
        answer = await post(step.path, step.form);
        if (answer.redirected || answer.status === 401 || answer.status === 403) away = await turnedAway(answer);
      } catch {
        trouble = "offline";
        return;
      }
      if (away === "signedOut" || away === "renewed") {
        trouble = "signedOut";
        return;
      } else if (answer.ok) {
        sessionStorage.removeItem("noren.renewed");
        const { steps } = await answer.json().catch(() => ({}));
        write(waitingKey, read(waitingKey).filter((other) => other.id !== step.id));
        document.dispatchEvent(new CustomEvent("noren:done", { detail: { order: step.order, steps: steps ?? 0 } }));
      } else if (answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
        const said = await answer.json().catch(() => ({}));
        refuse(step, said.says ?? say(frame, "unsaid"));
        document.dispatchEvent(new CustomEvent("noren:refused", { detail: step.order }));
      } else {
        trouble = "trouble";
        return;
      }
    }
    trouble = navigator.onLine ? null : "offline";
  };

  /** One page at a time: a second one of the same phone waits, and finds less to tell. */
  const flush = () => {
    if (!sending) {
      const work = navigator.locks ? navigator.locks.request("noren-steps", sendAll) : sendAll();
      sending = work.finally(() => {
        sending = null;
        show();
        document.dispatchEvent(new CustomEvent("noren:told"));
      });
    }
    return sending;
  };

  /** @returns "told", "waiting" or "refused" */
  const tell = async (step) => {
    const id = random(12);
    const form = [...step.form, ["device", device]];
    write(waitingKey, [...read(waitingKey), { ...step, form, id, at: new Date().toISOString() }]);
    show();
    await flush();
    if (read(waitingKey).some((other) => other.id === id) && !trouble) await flush();
    if (read(waitingKey).some((other) => other.id === id)) return "waiting";
    return read(refusedKey).some((other) => other.id === id) ? "refused" : "told";
  };

  const show = () => {
    const steps = read(waitingKey);
    const box = document.getElementById("steps-waiting");
    const others = Object.keys(localStorage).filter((key) => key.startsWith("noren.steps.") && key !== waitingKey);
    const lines = [];
    if (trouble && steps.length) lines.push(steps.length === 1 ? say(frame, "one") : say(frame, "many", { count: steps.length }));
    if (trouble === "offline" && !steps.length) lines.push(say(frame, "offline"));
    if (trouble === "signedOut" && steps.length) lines.push(say(frame, "signedOut"));
    if (trouble === "trouble" && steps.length) lines.push(say(frame, "trouble"));
    others.forEach((key) => lines.push(say(frame, "others", { person: key.substring("noren.steps.".length) })));
    box.hidden = !lines.length;
    box.querySelector("strong").textContent = lines.join(" ");
    box.querySelector("ul").replaceChildren(...(trouble ? steps : []).map((step) => {
      const item = document.createElement("li");
      item.textContent = step.label;
      return item;
    }));
    box.querySelector("a").hidden = trouble !== "signedOut";
    const kept = document.getElementById("step-refused").content;
    document.getElementById("steps-refused").replaceChildren(...read(refusedKey).map((step) => {
      const note = kept.cloneNode(true);
      note.querySelector(".what").textContent = step.label;
      note.querySelector(".why").textContent = step.says;
      note.querySelector(".seen").addEventListener("click", () => {
        write(refusedKey, read(refusedKey).filter((other) => other.id !== step.id));
        show();
      });
      return note;
    }));
  };

  /** So that the page opens again without a network. What was loaded before its worker was there, nobody has kept. */
  const keepPage = async () => {
    if (!navigator.serviceWorker) return;
    const wasThere = Boolean(navigator.serviceWorker.controller);
    await navigator.serviceWorker.register("/pickup-worker.js", { scope: "/pickup/" });
    if (wasThere) return;
    if (!navigator.serviceWorker.controller) {
      await new Promise((come) => navigator.serviceWorker.addEventListener("controllerchange", come, { once: true }));
    }
    const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map((part) => part.src ?? part.href);
    await Promise.all([location.href, ...parts].map((part) => fetch(part)));
  };

  const again = () => {
    if (read(waitingKey).length && navigator.onLine) flush();
  };
  window.addEventListener("online", () => {
    trouble = null;
    show();
    again();
  });
  window.addEventListener("offline", () => {
    trouble = "offline";
    show();
  });
  window.addEventListener("storage", show);
  setInterval(again, AGAIN_MILLIS);
  show();
  again();
  keepPage().catch(() => {}); // without it the phone works on, as long as the page stays open

  return {
    tell,
    say,
    post,
    device,
    frame,
    /** What of an order is not told yet, the first step first. */
    waitingOf: (order) => read(waitingKey).filter((step) => step.order === order),
    isQuiet: () => !sending && !read(waitingKey).length,
    hasNetwork: () => navigator.onLine,
  };
})();
