// A field that is always ready for a scanner, the camera where the browser reads codes, and how a phone says yes and no.
"use strict";
window.norenScan = (() => {
  const FORMATS = ["ean_13", "ean_8", "upc_a", "code_128", "itf", "qr_code", "data_matrix"];
  const LOOK_MILLIS = 150;
  /** The same code again within this time is the same look at it. */
  const SAME_MILLIS = 2000;

  const tone = (frequency, seconds) => {
    if (!navigator.userActivation?.hasBeenActive) return;
    const audio = new AudioContext();
    const sound = audio.createOscillator();
    sound.frequency.value = frequency;
    sound.connect(audio.destination);
    sound.onended = () => audio.close();
    sound.start();
    sound.stop(audio.currentTime + seconds);
  };
  const shake = (pattern) => {
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern);
  };
  const told = () => document.getElementById("told");
  const note = (kind, text) => {
    told().className = "notice " + kind;
    told().textContent = text;
    told().hidden = false;
  };
  /** Loud, because whoever scans does not look at the screen. */
  const no = (text) => {
    note("bad loud", text);
    shake([200, 100, 200]);
    tone(220, 0.5);
    told().scrollIntoView({ block: "nearest" });
  };
  const yes = (text) => {
    note("good", text);
    shake(60);
    tone(880, 0.12);
  };

  const listen = (onScan) => {
    const form = document.getElementById("scan");
    const field = form.querySelector("input[name=code]");
    const keyboard = form.querySelector(".by-keyboard");
    let before = Promise.resolve();
    // One after the other, however fast they come.
    const take = (text) => {
      if (text.trim()) before = before.then(() => onScan(text.trim())).catch((failed) => console.error(failed));
    };
    const focus = () => {
      if (!field.closest("[hidden]")) field.focus({ preventScroll: true });
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value;
      field.value = "";
      take(text);
    });
    // A scanner types wherever the focus is: it goes to the field with the first character.
    document.addEventListener("keydown", (event) => {
      if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey
          && !event.target.closest("input, select, textarea")) focus();
    });
    keyboard.addEventListener("click", () => {
      const typed = field.inputMode === "none";
      field.inputMode = typed ? "text" : "none";
      keyboard.setAttribute("aria-pressed", String(typed));
      field.blur();
      focus();
    });
    camera(form, take);
    return { focus, take };
  };

  const camera = async (form, take) => {
    const button = form.querySelector(".by-camera");
    const view = form.querySelector(".camera");
    if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
    const formats = (await BarcodeDetector.getSupportedFormats()).filter((format) => FORMATS.includes(format));
    if (!formats.length) return;
    const detector = new BarcodeDetector({ formats });
    button.hidden = false;
    let stream = null;
    let last = { code: "", at: 0 };
    const stop = () => {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      view.hidden = true;
      button.setAttribute("aria-pressed", "false");
    };
    const look = async () => {
      if (!stream) return;
      const [seen] = view.readyState >= 2 ? await detector.detect(view).catch(() => []) : [];
      const now = Date.now();
      if (seen) {
        if (seen.rawValue !== last.code || now - last.at > SAME_MILLIS) take(seen.rawValue);
        last = { code: seen.rawValue, at: now };
      }
      setTimeout(look, LOOK_MILLIS);
    };
    button.addEventListener("click", async () => {
      if (stream) {
        stop();
        return;
      }
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      } catch {
        no(button.dataset.none);
        return;
      }
      view.srcObject = stream;
      view.hidden = false;
      button.setAttribute("aria-pressed", "true");
      await view.play();
      look();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && stream) stop();
    });
  };

  return { listen, yes, no, quiet: () => { told().hidden = true; } };
})();
