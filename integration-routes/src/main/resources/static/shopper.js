// What a shopper's page does beyond links and forms: it keeps the stock fresh, says when the network is gone, and reads codes.
"use strict";
(() => {
  const FRESH_EVERY = 3000;
  const offline = (lost) => document.querySelectorAll("[data-offline]").forEach((note) => { note.hidden = !lost; });

  // The stock as it is now, for as long as somebody looks; a page in the background asks nobody.
  const renew = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(document.querySelector("[data-live]").dataset.live, { cache: "no-cache" });
      if (answer.ok) {
        const told = new DOMParser().parseFromString(await answer.text(), "text/html");
        told.querySelectorAll("[data-live]").forEach((part) => {
          const old = document.getElementById(part.id);
          if (old && part.innerHTML !== old.innerHTML) old.replaceWith(part);
        });
      }
      offline(false);
    } catch {
      offline(true);
    }
  };
  if (document.querySelector("[data-live]")) {
    setInterval(renew, FRESH_EVERY);
    document.addEventListener("visibilitychange", renew);
  }

  // An impatient second tap does not send a form again; one that comes back by the browser's arrow can be sent.
  const buttons = (form) => form.querySelectorAll("button");
  document.querySelectorAll("form[data-once]").forEach((form) => {
    form.addEventListener("submit", () => setTimeout(() => buttons(form).forEach((button) => { button.disabled = true; })));
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-once]").forEach((form) => buttons(form).forEach((button) => { button.disabled = false; }));
  });
  document.querySelectorAll("[data-again]").forEach((button) => button.addEventListener("click", () => location.reload()));

  // The camera: the browser's own reader where it has one. A reader in script is more than a cheap phone should load.
  const camera = document.querySelector("[data-camera]");
  const says = document.querySelector("[data-camera-says]");
  const say = (text) => { says.textContent = text; says.hidden = false; };
  const found = (text) => {
    const form = document.querySelector("form input[name=code]").form;
    form.elements.code.value = text;
    form.requestSubmit();
  };
  const LARGEST = 960;
  const FORMATS = ["qr_code", "ean_13", "ean_8", "upc_a", "upc_e", "code_128", "data_matrix"];
  const ownReader = async () => {
    if (!("BarcodeDetector" in window)) return null;
    const known = await window.BarcodeDetector.getSupportedFormats();
    const formats = FORMATS.filter((format) => known.includes(format));
    if (!formats.includes("qr_code")) return null;
    const detector = new window.BarcodeDetector({ formats });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  };
  // The shop's server looks at the picture, and keeps it nowhere.
  const serversReader = () => {
    const canvas = document.createElement("canvas");
    return async (video) => {
      const scale = Math.min(1, LARGEST / Math.max(video.videoWidth, video.videoHeight));
      canvas.width = video.videoWidth * scale;
      canvas.height = video.videoHeight * scale;
      canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
      const picture = await new Promise((drawn) => canvas.toBlob(drawn, "image/jpeg", 0.8));
      const answer = await fetch("/scan/picture", { method: "POST", body: picture });
      return answer.status === 200 ? answer.text() : null;
    };
  };
  const scan = async () => {
    const video = camera.querySelector("video");
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    video.hidden = false;
    camera.querySelector("button").hidden = true;
    await video.play();
    const own = await ownReader();
    const read = own ?? serversReader();
    const look = async () => {
      const text = await read(video).then((seen) => { offline(false); return seen; }, () => { offline(true); return null; });
      if (text) {
        stream.getTracks().forEach((track) => track.stop());
        found(text);
      } else {
        setTimeout(look, own ? 150 : 500);
      }
    };
    await look();
  };
  if (camera && navigator.mediaDevices?.getUserMedia) {
    camera.hidden = false;
    camera.querySelector("button").addEventListener("click", () => scan().catch((why) => {
      camera.hidden = true;
      say(why?.name === "NotFoundError" ? camera.dataset.none : camera.dataset.denied);
    }));
  } else if (camera) {
    say(camera.dataset.none);
  }

  // Put on the home screen it opens like an app, and says so when there is no network.
  if ("serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.register("/shopper-worker.js").catch(() => {});
  }
})();
