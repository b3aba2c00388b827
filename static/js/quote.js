/* <quote-selection>: whoever selects words that were said is offered them with show, episode and a link to their moment.
   The copying itself is done by copy.js. */
(() => {
  "use strict";
  const phrases = JSON.parse(document.getElementById("Phrases")?.textContent ?? "{}"), say = text => phrases[text] ?? text;
  const GAP = 8; // pixels below the last selected line

  class QuoteSelection extends HTMLElement {
    connectedCallback() {
      this.button = this.querySelector("button");
      this.gone = new AbortController();
      const { signal } = this.gone;
      document.addEventListener("selectionchange", () => { clearTimeout(this.timer); this.timer = setTimeout(() => this.offer(), 200); }, { signal });
      this.button.addEventListener("pointerdown", event => event.preventDefault()); // or the selection would be gone
    }

    disconnectedCallback() {
      this.gone.abort();
      clearTimeout(this.timer);
    }

    // What was said, without the names and times between two turns.
    offer() {
      const selection = getSelection(), range = selection.isCollapsed ? null : selection.getRangeAt(0);
      const within = sel => range ? [...this.parentElement.querySelectorAll(sel)].filter(el => range.intersectsNode(el)) : [];
      const words = within(".said").map(el => part(range, el)).join(" ").replace(/\s+/g, " ").trim();
      this.button.hidden = !words;
      if (!words) return;
      const second = Math.floor(within(".cue[data-s]").find(el => part(range, el).trim())?.dataset.s ?? NaN);
      const source = this.dataset.source + (second >= 0 ? "#t=" + second : "");
      this.button.dataset.copy = say("“{words}” — {source}").replace("{source}", () => source).replace("{words}", () => words);
      this.place(range);
    }

    place(range) {
      const { style, offsetWidth } = this.button, box = this.parentElement.getBoundingClientRect(), end = [...range.getClientRects()].at(-1);
      style.insetBlockStart = end.bottom - box.top + GAP + "px"; // CSSOM: the policy allows it
      style.left = Math.max(0, Math.min(end.right - box.left, box.width - offsetWidth)) + "px";
    }
  }

  function part(range, el) {
    const inside = document.createRange();
    inside.selectNodeContents(el);
    if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) inside.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) inside.setEnd(range.endContainer, range.endOffset);
    return inside.toString();
  }

  customElements.define("quote-selection", QuoteSelection);
})();
