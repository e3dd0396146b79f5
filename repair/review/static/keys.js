// Which key of the page a key press means, on any keyboard layout. Nothing here acts on it.
"use strict";

// Whether the layout writes Latin letters; known once a letter was typed.
let latinLayout = true;

// The keys that the reader chose, by the keys of the page that they replace; kept in this browser.
let chosenKeys = {};
try { chosenKeys = JSON.parse(localStorage.getItem("keys")) || {}; } catch { /* the usual keys */ }
const NO_KEY = "none";

// Return the key in force for a key of the page.
const keyNow = (own) => chosenKeys[own] ?? own;

// Return words with the keys in force in place of the keys of the page in braces, such as "{a}".
const withKeys = (words) => words.replace(/\{(.)\}/gu, (_, own) => keyNow(own));

// Return the key of the page that a key press means, after the reader's choice.
function pageKey(event) {
  const key = usualKey(event);
  const own = Object.keys(chosenKeys).find((each) => chosenKeys[each] === key);
  return own ?? (key in chosenKeys ? NO_KEY : key);
}

// Return the key as the page names it ("a", "A", "1", "?", "Escape"). Where the layout writes other letters, or no
// digits without Shift, the place of the key on the keyboard counts. Caps Lock is ignored.
function usualKey(event) {
  const { key, code, shiftKey } = event;
  const letter = /^Key[A-Z]$/.test(code || "") ? code.slice(3) : "";
  if (letter && /^\p{L}$/u.test(key)) latinLayout = /^\p{Script=Latin}$/u.test(key);
  if (letter && !latinLayout) return shiftKey ? letter : letter.toLowerCase();
  if (!latinLayout && code === "Slash") return shiftKey ? "?" : "/";
  if (/^Digit[0-9]$/.test(code || "") && !shiftKey && key.length === 1 && !/^[0-9]$/.test(key)) return code.slice(5);
  if (/^[A-Za-z]$/.test(key) && event.getModifierState?.("CapsLock")) return shiftKey ? key.toUpperCase() : key.toLowerCase();
  return key;
}
