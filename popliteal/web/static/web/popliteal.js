// Small comforts. Every page works without this file.
(() => {
  "use strict";
  const hide = document.querySelector("[data-hide]");
  const away = () => {
    document.documentElement.hidden = true;
    location.replace(hide.href);
  };
  if (hide) {
    hide.addEventListener("click", (event) => {
      event.preventDefault();
      away();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) away();
    });
  }
  // A page that comes back from the browser's memory may be older than the answers.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  document.querySelector("[data-focus]")?.focus();
  const zone = document.querySelector("[data-time-zone]");
  if (zone) {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if ([...zone.options].some((option) => option.value === here)) zone.value = here;
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
})();
