// Shows what colleagues and imports change while a page is open: new stories, decisions, claims.
"use strict";

const EVERY = 10000; // milliseconds between two looks

// Put the new queue in place, and leave the focus on the same story.
function showQueue(page) {
  const current = document.getElementById("queue"), updated = page.getElementById("queue");
  if (!updated) return;
  const focused = document.activeElement?.closest?.("#queue .row")?.getAttribute("href");
  current.replaceWith(updated);
  if (focused) [...updated.querySelectorAll(".row")].find((row) => row.getAttribute("href") === focused)?.focus();
}

// A story on screen is only drawn again while nobody types in it.
const busy = () => document.querySelector("dialog[open]") || (isTextField(document.activeElement) && document.activeElement.value);

async function look() {
  const shown = document.getElementById("queue") || document.querySelector("#story[data-story]");
  if (!shown || document.visibilityState !== "visible" || busy()) return;
  const story = shown.dataset.story;
  const response = await fetch(story ? `/changes?story=${story}` : "/changes");
  if (!response.ok || (await response.text()) === shown.dataset.version || !shown.isConnected) return;
  const page = await fetchPage(story ? shown.dataset.address : location.href);
  if (!shown.isConnected || busy()) return;
  if (story) showStory(page);
  else showQueue(page);
}

// Tests ask for a look at once.
addEventListener("focus", () => look().catch(() => {}));
setInterval(() => look().catch(() => {}), EVERY);
