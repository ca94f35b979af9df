// The member's code lasts a minute: while the page is looked at, the next one comes in good time; else it is taken away.
"use strict";
(() => {
  const picture = document.getElementById("member-code");
  const late = document.getElementById("member-code-late");
  const address = picture.getAttribute("src");
  const EVERY = 40_000;
  let next;

  const renew = () => { picture.src = `${address}?at=${Date.now()}`; };
  const shown = (there) => {
    picture.hidden = !there;
    late.hidden = there;
  };
  const look = () => {
    clearInterval(next);
    if (document.visibilityState === "visible") {
      renew();
      next = setInterval(renew, EVERY);
    } else {
      picture.hidden = true;
    }
  };
  picture.addEventListener("load", () => shown(true));
  picture.addEventListener("error", () => shown(false));
  document.addEventListener("visibilitychange", look);
  // Back by the browser's button: the picture of then is old.
  window.addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  next = setInterval(renew, EVERY);
})();
