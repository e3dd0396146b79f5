// Offers names of the sources while the right name is typed, and notes under the field that no source has it.
"use strict";

let waiting;
document.addEventListener("input", (event) => {
  const field = event.target.closest?.("[data-near]");
  if (!field) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => offerNames(field).catch(() => {}), 150);
});

async function offerNames(field) {
  const typed = field.value.trim(), hint = document.getElementById(field.dataset.near);
  if (typed.length < 2) { hint.textContent = ""; return; }
  const response = await fetch(`/api/v1/names/near?typed=${encodeURIComponent(typed)}`);
  if (!response.ok || field.value.trim() !== typed) return;
  const { names, known } = await response.json();
  field.list.replaceChildren(...names.map((name) => new Option("", name)));
  hint.textContent = known === false && !names.includes(typed) ? hint.dataset.unknown : "";
}
