/* button[data-copy] copies what it names. The server renders it hidden, so that without JavaScript nothing dead is shown. Code in notes
   is stored as HTML and gets its button here. */
(() => {
  "use strict";
  const phrases = JSON.parse(document.getElementById("Phrases")?.textContent ?? "{}"), say = text => phrases[text] ?? text;
  const CODE = ".code > pre, .prose pre:not(.code > *)";

  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");

  function offer() {
    for (const button of document.querySelectorAll("button[data-copy][hidden]")) button.hidden = false;
    for (const pre of document.querySelectorAll(CODE)) if (!pre.closest(".copied")) add(pre);
  }

  function add(pre) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: say("Copy") });
    button.setAttribute("aria-label", say("Copy code"));
    button.dataset.copy = "";
    let box = pre.closest(".code");
    if (!box) {
      box = document.createElement("div");
      pre.replaceWith(box);
      box.append(pre);
    }
    box.classList.add("copied");
    (box.querySelector("figcaption") ?? box).append(button);
  }

  // Browsers give the clipboard to pages over https alone; a home server without it takes the old way.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = Object.assign(document.createElement("textarea"), { value: text, className: "vh" });
      const focused = document.activeElement;
      (focused?.closest("[popover]") ?? document.body).append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      focused?.focus();
      return done;
    }
  }

  async function pressed(button) {
    const text = button.dataset.copy || button.closest(".copied")?.querySelector("pre").textContent;
    const words = await copy(text) ? say("Copied") : say("Not copied");
    said.textContent = "";
    said.textContent = words;
    if (button.children.length || button.dataset.words) return;
    button.dataset.words = button.textContent;
    button.textContent = words;
    setTimeout(() => { button.textContent = button.dataset.words; delete button.dataset.words; }, 2000);
  }

  document.addEventListener("click", event => {
    const button = event.target.closest("button[data-copy]");
    if (button) pressed(button);
  });
  document.addEventListener("page:shown", offer);
  document.body.append(said);
  offer();
})();
