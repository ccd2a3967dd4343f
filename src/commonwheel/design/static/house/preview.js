// Shows a page anew when its pattern was saved. Without it, whoever writes reloads by hand.
const { mark, status } = document.getElementById("preview-script").dataset;
const news = document.getElementById("preview-news");
const kept = `preview:${location.pathname}`;
const EVERY_MS = 1000;

// What is typed but not sent yet; files and hidden fields are the browser's and ours.
const fields = () =>
  [...document.querySelectorAll("main input, main select, main textarea")].filter(
    (field) => field.name && !["hidden", "file", "submit", "button", "password"].includes(field.type),
  );
const value = (field) => (["radio", "checkbox"].includes(field.type) ? field.checked : field.value);
const key = (field) => (["radio", "checkbox"].includes(field.type) ? `${field.name}=${field.value}` : field.name);

function keep() {
  const typed = Object.fromEntries(fields().map((field) => [key(field), value(field)]));
  sessionStorage.setItem(kept, JSON.stringify({ typed, top: window.scrollY }));
}

function restore() {
  const { typed = {}, top = 0 } = JSON.parse(sessionStorage.getItem(kept) ?? "{}");
  if (!sessionStorage.getItem(kept)) return;
  // While the problems are shown there are no fields; what was typed waits for the page to come back.
  if (!document.querySelector(".preview-problems:not(.preview-problems--quiet)")) sessionStorage.removeItem(kept);
  for (const field of fields()) {
    if (!(key(field) in typed)) continue;
    if (typeof typed[key(field)] === "boolean") field.checked = typed[key(field)];
    else field.value = typed[key(field)];
  }
  window.scrollTo(0, top);
}

async function look() {
  try {
    const answer = await fetch(status, { cache: "no-store" });
    const newest = await answer.json();
    news.textContent = "";
    if (newest.mark !== mark) {
      if (fields().length || !sessionStorage.getItem(kept)) keep();
      // Not reload(): a page that answered a form would be sent again.
      location.replace(location.pathname + location.search);
      return;
    }
  } catch {
    news.textContent = "It has stopped. Start it again in the terminal.";
  }
  setTimeout(look, EVERY_MS);
}

restore();
setTimeout(look, EVERY_MS);
