// Keeps a page of a survey while it is filled in. Nothing needs it: every button keeps the page too.
// Nothing is stored in the browser, because phones are shared.
const PAUSE = 1500, AGAIN = 10000; // milliseconds after the last key, and after a lost connection

const note = document.querySelector("[data-saved]");
const form = note.closest("form");
let typed = 0, kept = 0, lost = false, timer, sending;

const wait = (milliseconds) => {
  clearTimeout(timer);
  timer = setTimeout(save, milliseconds);
};

// keepalive outlives the page, and takes little: only for the moment at which the page goes away.
async function save(keepalive = false) {
  clearTimeout(timer);
  if (kept === typed || (sending && !keepalive)) return;
  const upTo = typed, fields = new URLSearchParams(new FormData(form));
  fields.set("press", "auto");
  sending?.abort();
  const mine = sending = new AbortController();
  try {
    const { status } = await fetch(location.href, { method: "POST", body: fields, keepalive, signal: mine.signal });
    lost = false;
    if (status === 204) kept = upTo;
    if (kept === typed) note.textContent = note.dataset.saved;
    if (typed !== upTo) wait(PAUSE);
  } catch {
    if (mine.signal.aborted) return;
    lost = true;
    wait(AGAIN);
  } finally {
    if (sending === mine) sending = undefined;
  }
}

form.addEventListener("input", () => {
  typed += 1;
  note.textContent = "";
  wait(PAUSE);
});
addEventListener("online", () => save());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save(true);
});
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  sending?.abort();
  sending = undefined;
  if (navigator.onLine && !lost) {
    kept = typed; // the press takes all of it along
    return;
  }
  // A press now would put the browser's own page in place of what was typed.
  event.preventDefault();
  note.textContent = note.dataset.offline;
  save();
});
