// A passkey that was refused or put away says so on the page, not only in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelectorAll("[data-passkey-error]").forEach((line) => {
    line.hidden = false;
  });
});
