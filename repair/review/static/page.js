// What the review page does without loading anew: keys, and the changed part of a page put in place.
// Every form and link works without this; here they are only made quicker. No library, nothing from elsewhere.
"use strict";

const live = document.getElementById("live");
let busy = Promise.resolve();

let fading;
function say(words) {
  if (!words) return;
  live.textContent = "";
  // A screen reader speaks what changes, so the same words twice have to change twice.
  requestAnimationFrame(() => { live.textContent = words; live.classList.add("shown"); });
  clearTimeout(fading);
  fading = setTimeout(() => live.classList.remove("shown"), 5000);
}

async function fetched(address, options = {}) {
  const answer = await fetch(address, { ...options, headers: { "X-Fragment": "yes" }, redirect: "error" });
  const text = await answer.text();
  const kind = answer.headers.get("content-type") || "";
  if (!kind.startsWith("text/html")) throw new Error(text.slice(0, 300));
  return new DOMParser().parseFromString(text, "text/html");
}

function place(page) {
  const old = document.getElementById("work");
  const fresh = page.getElementById("work");
  if (!old || !fresh) throw new Error("The page has changed; load it again.");
  old.replaceWith(fresh);
  history.replaceState(null, "", fresh.dataset.address);
  closeAll();
  focusCurrent("smooth");
  say(fresh.dataset.said);
}

function focusCurrent(behavior) {
  const mark = document.querySelector("[data-current]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const card = document.getElementById("card");
  if (mark && !inSight(mark, card)) mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : behavior });
  if (card) { card.scrollTop = 0; card.focus({ preventScroll: true }); }
}

// What can be read anyhow stays where it is: copy that jumps with every key tires the eye.
function inSight(mark, card) {
  const { top, bottom } = mark.getBoundingClientRect();
  const over = card && getComputedStyle(card).position === "fixed" ? card.getBoundingClientRect().top : innerHeight;
  return top > 130 && bottom < over - 60;
}

// Requests go one after the other: a key that is pressed twice decides on what the first press brought up.
function queued(task) {
  // Only what takes long is shown to be under way: drawing the page once more for each key would slow it.
  const slow = setTimeout(() => document.getElementById("work")?.setAttribute("aria-busy", "true"), 250);
  busy = busy.then(task).catch((error) => { say(error.message); trouble(error.message); }).finally(() => {
    clearTimeout(slow);
    document.getElementById("work")?.removeAttribute("aria-busy");
  });
}

function trouble(words) {
  document.querySelector(".trouble")?.remove();
  const note = document.createElement("p");
  note.className = "trouble";
  note.setAttribute("role", "alert");
  note.textContent = words;
  document.getElementById("main").prepend(note);
}

function closeAll() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

async function open(link) {
  const dialog = document.getElementById(link.dataset.opens);
  if (link.dataset.opens === "sheet") {
    const page = await fetched(link.href);
    dialog.replaceChildren(...page.body.childNodes);
  }
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[data-focus]")?.focus();
  dialog.scrollTop = 0;
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.set(button.name, button.value);
  place(await fetched(form.action, { method: "POST", body }));
}

const swaps = (form) => form && form.matches("[data-swap]") && document.getElementById("work");

document.addEventListener("submit", (event) => {
  if (!swaps(event.target)) return;
  event.preventDefault();
  queued(() => send(event.target, event.submitter));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (link.matches("[data-queue], [data-filtered]")) link.href = filtered(link);
  if (link.matches("[data-closes]") && link.closest("dialog")) { event.preventDefault(); closeAll(); }
  else if (link.matches("[data-opens], [data-swap]")) { event.preventDefault(); queued(() => follow(link)); }
});

async function follow(link) {
  if (link.matches("[data-opens]")) await open(link);
  else if (link.matches("[data-swap]")) place(await fetched(link.href));
  else location.assign(link.matches("[data-queue], [data-filtered]") ? filtered(link) : link.href);
}

// The filters of the queue go along: back to the same list, and on to the next story in it.
function filtered(link) {
  const address = new URL(link.href);
  for (const [name, value] of new URLSearchParams(sessionStorage.getItem("filters") || "")) {
    if (!address.searchParams.has(name)) address.searchParams.set(name, value);
  }
  return address.href;
}

const filters = document.querySelector("form[data-auto]");
if (filters) {
  const kept = new URLSearchParams(location.search);
  kept.delete("said");
  sessionStorage.setItem("filters", kept.toString());
  filters.addEventListener("change", (event) => { if (event.target.matches("select")) filters.requestSubmit(); });
}

function typing(target) {
  return target.matches("input:not([type=checkbox]), select, textarea");
}

function move(step) {
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
  if (typing(event.target)) {
    if (event.key === "Escape") { event.target.blur(); document.getElementById("card")?.focus(); }
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.repeat && !"jknp".includes(event.key)) return;
  const target = keyed(event.key);
  if (target) {
    event.preventDefault();
    if (typing(target)) { target.focus(); target.select(); }
    // What a key does is looked up when its turn comes, on what earlier keys brought up.
    else queued(() => act(keyed(event.key)));
  } else if ("jn".includes(event.key) && move(1)) event.preventDefault();
  else if ("kp".includes(event.key) && move(-1)) event.preventDefault();
});

function keyed(key) {
  return [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key.split(" ").includes(key));
}

async function act(target) {
  if (!target) return;
  if (target.dataset.says) say(target.dataset.says);
  else if (target.matches("a")) await follow(target);
  else if (swaps(target.form)) await send(target.form, target);
  else target.click();
}

// A story stays claimed while its page is looked at.
setInterval(() => {
  const keep = document.getElementById("work")?.dataset.keep;
  if (keep && document.visibilityState === "visible") fetch(keep, { method: "POST" }).catch(() => {});
}, 60000);

// It is given back when the page is left, so that nobody waits for a claim to run out.
addEventListener("pagehide", () => {
  const leave = document.getElementById("work")?.dataset.leave;
  if (leave) navigator.sendBeacon(leave);
});

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    say("Copied.");
  });
}

if (document.querySelector("[data-current]")) focusCurrent("auto");
