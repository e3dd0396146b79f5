// Lets the reader choose other keys, on the help page, and shows the chosen ones wherever a key is named.
"use strict";

function showKeys(part) {
  for (const shown of part.querySelectorAll("kbd")) {
    shown.dataset.own ??= shown.textContent;
    if (shown.textContent !== keyNow(shown.dataset.own)) shown.textContent = keyNow(shown.dataset.own);
  }
  for (const field of part.querySelectorAll("[data-placeholder]")) field.placeholder = withKeys(field.dataset.placeholder);
}

// Parts of the page that arrive later name keys, too.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node.querySelectorAll) showKeys(node);
}).observe(document.body, { childList: true, subtree: true });

const remap = document.getElementById("change-keys");
const fields = remap ? [...remap.querySelectorAll("[data-remap]")] : [];

function showFields() {
  for (const field of fields) field.value = keyNow(field.dataset.remap);
}

function choose(field) {
  const own = field.dataset.remap, status = remap.querySelector("[role=status]");
  const key = [...field.value.trim()].at(-1) ?? own;
  const taken = fields.find((each) => each !== field && keyNow(each.dataset.remap) === key);
  if (taken || /[0-9]/.test(key)) {
    const action = taken ? taken.dataset.action : remap.dataset.digits;
    status.textContent = remap.dataset.taken.replace("{key}", key).replace("{action}", action);
  } else {
    if (key === own) delete chosenKeys[own];
    else chosenKeys[own] = key;
    save();
    status.textContent = remap.dataset.saved;
  }
  showFields();
}

function save() {
  if (Object.keys(chosenKeys).length) localStorage.setItem("keys", JSON.stringify(chosenKeys));
  else localStorage.removeItem("keys");
  showKeys(document);
}

if (remap) {
  remap.hidden = false;
  showFields();
  remap.addEventListener("change", (event) => { if (event.target.dataset.remap) choose(event.target); });
  remap.querySelector("[data-reset]").addEventListener("click", () => {
    chosenKeys = {};
    save();
    showFields();
    remap.querySelector("[role=status]").textContent = remap.dataset.saved;
  });
}
showKeys(document);
