// Shows a notification, and opens the space it leads to. It keeps nothing and asks for nothing.
"use strict";

self.addEventListener("push", (event) => {
  let told;
  try {
    told = event.data.json();
  } catch {
    return;
  }
  event.waitUntil(
    self.registration.showNotification(String(told.title), {
      body: String(told.body),
      tag: String(told.tag),
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/espace/"));
});
