// Keyboard shortcuts, and updates of the story on screen without loading the page again.
// Every form and link works without this script, only slower. It uses no library and loads nothing from elsewhere.
"use strict";

const live = document.getElementById("live");
let lastTask = Promise.resolve();

let fading;
const toast = document.querySelector(".toast");
const toastUndo = document.getElementById("toast-undo");
function announce(message, undoable = false) {
  if (!message) return;
  live.textContent = "";
  toastUndo.hidden = !undoable;
  // A screen reader reads out changes only: clear the text first, so that a repeated message is read again.
  requestAnimationFrame(() => { live.textContent = message; toast.classList.add("shown"); });
  clearTimeout(fading);
  fading = setTimeout(hideToast, undoable ? 8000 : 5000);
}
function hideToast() {
  toast.classList.remove("shown");
  toastUndo.hidden = true;
}
toastUndo.addEventListener("click", () => {
  hideToast();
  enqueue(() => act(targetOf("z")));
});

async function fetchPage(address, options = {}) {
  const response = await fetch(address, { ...options, headers: { "X-Fragment": "yes" }, redirect: "error" });
  const text = await response.text();
  const type = response.headers.get("content-type") || "";
  if (!type.startsWith("text/html")) throw new Error(text.slice(0, 300));
  return new DOMParser().parseFromString(text, "text/html");
}

function showStory(page) {
  const current = document.getElementById("story");
  const updated = page.getElementById("story");
  if (!current || !updated) throw new Error(live.dataset.outdated);
  localTimes(updated);
  showScripted(updated);
  if (document.querySelector(".card.tall")) updated.querySelector("#card")?.classList.add("tall");
  current.replaceWith(updated);
  countPlaces(document);
  history.replaceState(null, "", updated.dataset.address);
  closeDialogs();
  focusCurrent("smooth");
  announce(updated.dataset.message, "undoable" in updated.dataset);
}

function focusCurrent(behavior) {
  const mark = document.querySelector("[data-current]");
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const card = document.getElementById("card");
  if (mark && !inView(mark, card)) mark.scrollIntoView({ block: "center", behavior: reducedMotion ? "auto" : behavior });
  if (card) { card.scrollTop = 0; card.focus({ preventScroll: true }); }
  if (card && mark) showWhole(card);
}

// In a low window, where the card stands beside the copy, its buttons are brought into view from below the head.
function showWhole(card) {
  if (!matchMedia("(max-height: 40rem)").matches || getComputedStyle(card).position !== "sticky") return;
  const hidden = card.getBoundingClientRect().bottom - innerHeight;
  if (hidden > 0) scrollBy({ top: hidden, behavior: "instant" });
}

// The copy scrolls only when the mark is out of view: text that jumps with every key is tiring to read.
function inView(mark, card) {
  const { top, bottom } = mark.getBoundingClientRect();
  const visibleBottom = card && getComputedStyle(card).position === "fixed" ? card.getBoundingClientRect().top : innerHeight;
  return top > 130 && bottom < visibleBottom - 60;
}

// Tasks run one after the other, so that a second key press acts on what the first one brought up.
function enqueue(task) {
  // Only slow requests are shown as busy: redrawing the page for each key would slow it down.
  const slow = setTimeout(() => document.getElementById("story")?.setAttribute("aria-busy", "true"), 250);
  lastTask = lastTask.then(task).catch((error) => { announce(error.message); showError(error.message); }).finally(() => {
    clearTimeout(slow);
    document.getElementById("story")?.removeAttribute("aria-busy");
  });
}

function showError(message) {
  document.querySelector(".trouble")?.remove();
  const note = document.createElement("p");
  note.className = "trouble";
  note.setAttribute("role", "alert");
  note.textContent = message;
  document.getElementById("main").prepend(note);
}

function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

async function openDialog(link) {
  const dialog = document.getElementById(link.dataset.opens);
  if (link.dataset.opens === "sheet") {
    const page = await fetchPage(link.href);
    dialog.replaceChildren(...page.body.childNodes);
  }
  countTicked(dialog);
  localTimes(dialog);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[data-focus]")?.focus();
  dialog.scrollTop = 0;
  dialog.querySelector("[data-place]")?.scrollIntoView({ block: "center" });
}

// The button of a list of boxes says how many are ticked.
function countTicked(list) {
  const button = list.querySelector("[data-count]");
  if (!button) return;
  const ticked = list.querySelectorAll("input[type=checkbox]:checked").length;
  button.textContent = button.dataset.count.replace("{count}", ticked.toLocaleString("en"));
  button.disabled = !ticked;
}

// The buttons of the card say how many places they decide.
function countPlaces(part) {
  const form = part.querySelector("#verdicts");
  if (!form) return;
  const boxes = [...form.elements].filter((each) => each.matches("input[type=checkbox]"));
  const count = boxes.length ? String(1 + boxes.filter((each) => each.checked).length) : "";
  for (const each of form.querySelectorAll("[data-counts]")) each.textContent = count;
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("input[type=checkbox]")) return;
  countTicked(event.target.form || document);
  countPlaces(document);
});

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.set(button.name, button.value);
  showStory(await fetchPage(form.action, { method: "POST", body }));
}

// Whether a form updates the story on screen.
const updatesStory = (form) => form && form.matches("[data-swap]") && document.getElementById("story");

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-filtered]")) event.target.elements.filters.value = sessionStorage.getItem("filters") || "";
  if (!updatesStory(event.target)) return;
  event.preventDefault();
  enqueue(() => send(event.target, event.submitter));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const expands = event.target.closest("[data-expands]");
  if (expands) expands.setAttribute("aria-expanded", document.getElementById("card").classList.toggle("tall"));
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (link.matches("[data-queue], [data-filtered]")) link.href = withFilters(link);
  if (link.matches("[data-closes]") && link.closest("dialog")) { event.preventDefault(); closeDialogs(); }
  else if (link.matches("[data-opens], [data-swap]")) { event.preventDefault(); enqueue(() => follow(link)); }
});

async function follow(link) {
  if (link.matches("[data-opens]")) await openDialog(link);
  else if (link.matches("[data-swap]")) showStory(await fetchPage(link.href));
  else location.assign(link.matches("[data-queue], [data-filtered]") ? withFilters(link) : link.href);
}

// Links to the queue and to the next story keep the filters of the queue.
function withFilters(link) {
  const address = new URL(link.href);
  for (const [name, value] of new URLSearchParams(sessionStorage.getItem("filters") || "")) {
    if (!address.searchParams.has(name)) address.searchParams.set(name, value);
  }
  return address.href;
}

const filters = document.querySelector("form[data-auto]");
if (filters) {
  const current = new URLSearchParams(location.search);
  for (const once of ["message", "batch"]) current.delete(once);
  sessionStorage.setItem("filters", current.toString());
  filters.addEventListener("change", (event) => { if (event.target.matches("select")) filters.requestSubmit(); });
}

function isTextField(target) {
  return target.matches("input:not([type=checkbox]), select, textarea");
}

function moveFocus(step) {
  const rows = [...document.querySelectorAll("[data-list] .row")];
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTextField(event.target)) {
    if (event.key === "Escape") { event.target.blur(); document.getElementById("card")?.focus(); }
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  const key = pageKey(event);
  if (event.repeat && !"jknp".includes(key)) return;
  const target = targetOf(key);
  if (target) {
    event.preventDefault();
    if (isTextField(target)) { target.focus(); target.select(); }
    // The target is looked up when the task runs, on the page that earlier keys brought up.
    else enqueue(() => act(targetOf(key)));
  } else if ("jn".includes(key) && moveFocus(1)) event.preventDefault();
  else if ("kp".includes(key) && moveFocus(-1)) event.preventDefault();
});

function targetOf(key) {
  return [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key.split(" ").includes(key));
}

async function act(target) {
  if (!target) return;
  if (target.dataset.hint) announce(withKeys(target.dataset.hint));
  else if (target.matches("a")) await follow(target);
  else if (updatesStory(target.form)) await send(target.form, target);
  else target.click();
}

// Renew the claim on the story while its page is visible.
setInterval(() => {
  const keep = document.getElementById("story")?.dataset.keep;
  if (keep && document.visibilityState === "visible") fetch(keep, { method: "POST" }).catch(() => {});
}, 60000);

// Release the claim when the page is left, so that no colleague waits for it to expire.
addEventListener("pagehide", () => {
  const leave = document.getElementById("story")?.dataset.leave;
  if (leave) navigator.sendBeacon(leave);
});

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    announce(live.dataset.copied);
  });
}

// Times are shown in the time zone of the person who reads them.
function localTimes(part) {
  const shape = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeStyle: "short", hourCycle: "h23" });
  for (const time of part.querySelectorAll("time[data-local]")) {
    time.textContent = shape.format(new Date(time.dateTime)).replace(",", "");
  }
}

// What only works with this script is hidden without it.
function showScripted(part) {
  for (const each of part.querySelectorAll("[data-expands]")) each.hidden = false;
}

localTimes(document);
showScripted(document);
countTicked(document);
countPlaces(document);
if (document.querySelector("[data-current]")) focusCurrent("auto");
const arrived = document.querySelector("#story[data-story]");
if (arrived?.dataset.message) {
  history.replaceState(null, "", arrived.dataset.address);
  announce(arrived.dataset.message);
}
