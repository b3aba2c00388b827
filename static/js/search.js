/* Results while you type: the same page's own words, fetched and put in place. Without it the form is sent. */
(() => {
  "use strict";
  let waiting, running;

  async function ask(form) {
    const found = document.getElementById("Found");
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if ((asked.get("q") ?? "").trim().length === 1) return;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(`${form.action}?${asked}&part`, { signal: running.signal });
      if (!answer.ok || !found) return;
      found.innerHTML = await answer.text();
      history.replaceState(history.state, "", form.getAttribute("action") + (asked.size ? `?${asked}` : ""));
    } catch { /* another letter was typed, or there is no network: the button still works */ }
  }

  // On the document, so that it holds for a page that takes this one's place.
  document.addEventListener("input", event => {
    const form = event.target.closest("#Ask");
    if (!form) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(form), 200);
  });
})();
