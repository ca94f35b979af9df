// The few things that every page needs: htmx sends the CSRF token, and says so when the network is gone.
"use strict";
(() => {
  const csrf = document.querySelector("meta[name=csrf]");
  document.addEventListener("htmx:configRequest", (event) => {
    if (csrf) {
      event.detail.headers[csrf.dataset.header] = csrf.content;
    }
  });
  // A refusal (4xx) is a page's answer in words, to be shown; htmx would drop it. A lost session leads to the sign-in.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status === 409 || status === 422 || status === 429) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    } else if (status === 401 || status === 403) {
      window.location.reload();
    }
  });
  // Ready for the next customer: what was typed is cleared, and the first field waits for the scanner.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target;
    if (event.detail.successful && form.matches("form[data-clear]")) {
      const typed = [...form.querySelectorAll("input:not([type=hidden])")];
      typed.forEach((field) => { field.value = ""; });
      typed[0].focus();
    } else if (form.matches("form[data-clear]")) {
      // What was scanned wrongly is replaced by the next scan, not lengthened.
      const wrong = [...form.querySelectorAll("input:not([type=hidden])")].find((field) => field.value);
      wrong?.focus();
      wrong?.select();
    }
  });
  // An answer that asks something back takes the keyboard; after one that took it away, the scanner has it again.
  document.addEventListener("htmx:afterSettle", () => {
    const lost = document.activeElement === document.body;
    const next = document.querySelector("[data-focus=true]") ?? (lost ? document.querySelector("form[data-clear] [autofocus]") : null);
    next?.focus();
  });
  // On a phone an answer comes below the form that asked for it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const answer = document.getElementById(event.detail.target.id);
    if (answer?.matches("#answer") && answer.getBoundingClientRect().top > window.innerHeight / 2) answer.scrollIntoView();
  });
  // A list that renews itself waits while someone types into it.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const list = event.target;
    if (list.matches("[data-keep-typing]")
        && [...list.querySelectorAll("input:not([type=hidden])")].some((field) => field.value || field === document.activeElement)) {
      event.preventDefault();
    }
  });
  // A list that renews itself tells of what is new: a short sound, and a number in the tab's title.
  const title = document.title;
  const newOnes = () => new Set([...document.querySelectorAll("[data-tell-new] :is([data-state=PLACED], [data-waiting])")].map((card) => card.id));
  let known = newOnes();
  const tellNew = () => {
    const list = document.querySelector("[data-tell-new]");
    if (!list) return;
    const now = newOnes();
    document.title = now.size ? `(${now.size}) ${title}` : title;
    if ([...now].some((id) => !known.has(id))) beep();
    known = now;
  };
  const beep = () => {
    // Browsers keep silent until somebody has touched the page.
    if (!navigator.userActivation?.hasBeenActive) return;
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    tone.frequency.value = 880;
    tone.connect(audio.destination);
    tone.onended = () => audio.close();
    tone.start();
    tone.stop(audio.currentTime + 0.2);
  };
  tellNew();
  document.addEventListener("htmx:afterSettle", tellNew);
  // An impatient second tap does not send a form again.
  document.querySelectorAll("form[data-once]").forEach((form) => {
    form.addEventListener("submit", () => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
  });
  // A file travels as the body itself and not as a part of a form: the server reads it while it comes in.
  window.htmx?.defineExtension("file-as-body", {
    onEvent: (name, event) => {
      if (name === "htmx:configRequest" && event.detail.verb === "post") {
        const typed = [...event.detail.formData].filter(([, value]) => typeof value === "string");
        event.detail.path += "?" + new URLSearchParams(typed);
        event.detail.headers["Content-Type"] = "text/csv";
      }
      return true;
    },
    encodeParameters: (xhr, parameters) => [...parameters.values()].find((value) => value instanceof File) ?? null,
  });
  const offline = (lost) => document.querySelectorAll("[data-offline]").forEach((note) => { note.hidden = !lost; });
  document.addEventListener("htmx:sendError", () => offline(true));
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) offline(false); });
  // A chosen store or filter takes effect at once; without script the button beside it does.
  document.querySelectorAll("[data-submit-on-change]").forEach((field) => {
    field.addEventListener("change", () => field.form.requestSubmit());
  });
  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
})();
