// Asks the browser for an address to be told at, when its owner presses the button, and sends it
// with the form. Without this script, or in a browser that cannot, the page offers nothing.
"use strict";

(() => {
  const form = document.querySelector("[data-push]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const refused = document.querySelector("[data-push-refused]");
  form.closest("[data-push-place]").hidden = false;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("no");
      await navigator.serviceWorker.register(form.dataset.worker);
      const ready = await navigator.serviceWorker.ready;
      const given = await ready.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytes(form.dataset.push),
      });
      const told = given.toJSON();
      form.elements.endpoint.value = told.endpoint;
      form.elements.public.value = told.keys.p256dh;
      form.elements.secret.value = told.keys.auth;
      form.submit();
    } catch {
      refused.hidden = false;
      refused.focus();
    }
  });
})();
