/* Recours: what makes pages better when scripts run. Everything here is optional: no page needs it.
   No dependency, no eval, nothing leaves the site. */
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  /* A form is sent once: the second click of a double click does nothing. ------------------ */
  const once = (form) => form.method === "post" && !form.hasAttribute("data-many");
  const buttons = (form) => all("button[type=submit], button:not([type])", form);
  const sending = (form) => {
    form.dataset.sent = "yes";
    buttons(form).forEach((button) => button.setAttribute("aria-busy", "true"));
    setTimeout(() => sent(form), 8000); // a file was sent back, or the network is lost: let the person try again
  };
  const sent = (form) => {
    delete form.dataset.sent;
    buttons(form).forEach((button) => button.removeAttribute("aria-busy"));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!once(form) || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    else sending(form);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("form");
    if (!form || !once(form)) return;
    if (form.dataset.sent) event.preventDefault();
    else sending(form);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) sent(form);
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach(sent));

  /* Theme: change at once, then remember on the server. --------------------------------------- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-switch] button[name=theme]");
    if (!button) return;
    event.preventDefault();
    const form = button.form;
    const body = new FormData(form);
    body.set("theme", button.value);
    if (button.value === "system") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", button.value);
    all("[data-theme-switch] button").forEach((other) => other.setAttribute("aria-pressed", String(other.value === button.value)));
    fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" }).catch(() => form.submit());
  });

  /* Dialogs: the link or button leads to a page; with scripts the same words open here. --------- */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer && closer.closest("dialog")) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });

  /* Copy. ----------------------------------------------------------------------------------------- */
  const showCopies = (root) => {
    if (!navigator.clipboard) return;
    all("[data-copy][hidden]", root).forEach((button) => { button.hidden = false; });
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.dataset.done = "yes";
    setTimeout(() => delete button.dataset.done, 1600);
  });

  /* File drop: the label already opens the chooser; here files may be dropped, and are named. ------- */
  const nameFiles = (drop) => {
    const input = drop.querySelector("input[type=file]");
    const names = drop.querySelector("[data-drop-names]");
    if (names) names.textContent = [...input.files].map((file) => file.name).join(", ");
    drop.toggleAttribute("data-full", input.files.length > 0);
  };
  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-drop]");
    if (drop) nameFiles(drop);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const drop = event.target.closest && event.target.closest("[data-drop]");
      if (!drop) return;
      event.preventDefault();
      drop.toggleAttribute("data-over", kind === "dragover");
      if (kind !== "drop" || !event.dataTransfer.files.length) return;
      drop.querySelector("input[type=file]").files = event.dataTransfer.files;
      nameFiles(drop);
    });
  }

  /* Autosave: <form data-autosave="key"> keeps what is typed on this device until it is sent. --------- */
  const kept = (form) => `recours:${form.dataset.autosave || location.pathname}`;
  const keepable = (field) => field.name && !["password", "file", "hidden", "submit"].includes(field.type) && field.autocomplete !== "off";
  const restore = (form) => {
    let saved;
    try { saved = JSON.parse(localStorage.getItem(kept(form)) || "null"); } catch { return; }
    if (!saved || form.querySelector("[aria-invalid=true]")) return;
    for (const field of form.elements) {
      if (!keepable(field) || !(field.name in saved)) continue;
      if (field.type === "radio" || field.type === "checkbox") {
        if (!form.querySelector(`[name="${CSS.escape(field.name)}"][checked]`)) field.checked = saved[field.name].includes(field.value);
      } else if (!field.value) field.value = saved[field.name][0];
    }
  };
  const save = (form) => {
    const values = {};
    for (const field of form.elements) {
      if (!keepable(field)) continue;
      if ((field.type === "radio" || field.type === "checkbox") && !field.checked) continue;
      (values[field.name] ||= []).push(field.value);
    }
    try { localStorage.setItem(kept(form), JSON.stringify(values)); } catch { /* private window: nothing is kept */ }
  };
  let pause;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.hasAttribute("data-autosave")) return;
    clearTimeout(pause);
    pause = setTimeout(() => save(form), 400);
  });
  const forget = () => {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("recours:")).forEach((key) => localStorage.removeItem(key));
    } catch { /* nothing was kept */ }
  };
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-forget]")) forget();
  });

  /* Keyboard in lists: j k move, Enter opens, / searches, ? helps; any [data-key] link or button answers its key.
     Switched off by the person (WCAG 2.1.4), remembered on this device. ------------------------------------- */
  const keysOff = () => { try { return localStorage.getItem("recours-keys") === "off"; } catch { return false; } };
  const items = () => all("[data-item], [data-row]");
  const move = (step) => {
    const list = items();
    if (!list.length) return false;
    const at = list.findIndex((item) => item.hasAttribute("aria-current"));
    const next = list[Math.min(list.length - 1, Math.max(0, at === -1 ? (step > 0 ? 0 : list.length - 1) : at + step))];
    list.forEach((item) => item.removeAttribute("aria-current"));
    next.setAttribute("aria-current", "true");
    const link = next.querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  };
  const press = {
    j: () => move(1) || follow("next"),
    k: () => move(-1) || follow("prev"),
    "/": () => { const box = document.querySelector("[data-search]"); if (!box) return false; box.focus(); box.select(); return true; },
    "?": () => { const help = document.getElementById("keys"); if (!(help instanceof HTMLDialogElement)) return false; help.showModal(); return true; },
  };
  const follow = (rel) => { const link = document.querySelector(`a[rel~=${rel}][data-key]`); if (link) link.click(); return Boolean(link); };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keysOff()) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (press[event.key] && press[event.key]()) { event.preventDefault(); return; }
    const target = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (target) { event.preventDefault(); target.focus(); if (target.type !== "submit") target.click(); } // what writes waits for Enter
  });
  const showKeys = (root) => all("[data-keys-switch]", root).forEach((button) => {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(!keysOff()));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keys-switch]");
    if (!button) return;
    try { localStorage.setItem("recours-keys", keysOff() ? "on" : "off"); } catch { return; }
    showKeys(document);
  });

  /* Ctrl-Enter sends the form one types in: <form data-ctrl-enter> and its button [data-ctrl-enter-button]. --- */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const form = event.target.closest("form[data-ctrl-enter]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-ctrl-enter-button]"));
  });

  /* On arrival, and after each piece htmx brings. --------------------------------------------------------- */
  const dress = (root) => {
    showCopies(root);
    showKeys(root);
    if (root.querySelector("[data-forget-now]")) forget();
    all("form[data-autosave]", root).forEach(restore);
    const refused = root.querySelector("[data-errors]");
    if (refused) refused.focus();
  };
  const lost = (there) => () => all("[data-lost]").forEach((notice) => { notice.hidden = !there; });
  document.addEventListener("htmx:responseError", lost(true));
  document.addEventListener("htmx:sendError", lost(true));
  document.addEventListener("htmx:afterSwap", lost(false));
  dress(document);
  document.addEventListener("htmx:load", (event) => dress(event.target));
})();
