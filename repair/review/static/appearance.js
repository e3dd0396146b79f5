// The reader's choice of light or dark and of the text size, kept in this browser.
"use strict";

for (const name of ["theme", "size"]) {
  const chosen = localStorage.getItem(name);
  if (chosen) document.documentElement.dataset[name] = chosen;
}

document.addEventListener("change", (event) => {
  const name = event.target.dataset.look;
  if (!name) return;
  localStorage.setItem(name, event.target.value);
  if (event.target.value) document.documentElement.dataset[name] = event.target.value;
  else delete document.documentElement.dataset[name];
});

document.addEventListener("DOMContentLoaded", () => {
  for (const choice of document.querySelectorAll("[data-look]")) {
    choice.value = localStorage.getItem(choice.dataset.look) || "";
    choice.closest(".looks").hidden = false;
  }
});
