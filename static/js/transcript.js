/* <transcript-reader>: the current cue, follow mode, find in page. Listens to "player:time" from player.js;
   without it, or without JavaScript, the page is plain text with links. */
(() => {
  "use strict";
  const phrases = JSON.parse(document.getElementById("Phrases")?.textContent ?? "{}"), say = text => phrases[text] ?? text;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const show = el => el.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });

  class TranscriptReader extends HTMLElement {
    connectedCallback() {
      this.cues = [...this.querySelectorAll(".cue")].map(el => ({ el, at: Number(el.dataset.s) }));
      this.follow = this.querySelector("[data-follow]");
      this.field = this.querySelector("input[type=search]");
      this.count = this.querySelector("output");
      this.ranges = [];
      this.at = -1;
      this.gone = new AbortController();
      const { signal } = this.gone;
      document.addEventListener("player:time", event => this.mark(event.detail), { signal });
      this.follow?.addEventListener("click", () => this.following(!this.isFollowing));
      // The reader leads: whoever scrolls is followed no longer.
      for (const name of ["wheel", "touchmove"]) addEventListener(name, () => this.following(false), { passive: true, signal });
      this.field.addEventListener("input", () => this.find());
      this.field.form.addEventListener("submit", event => { event.preventDefault(); this.step(1); });
      for (const button of this.querySelectorAll("[data-hit]")) button.addEventListener("click", () => this.step(Number(button.dataset.hit)));
      if (this.field.value) { this.find(); this.step(1); }
    }

    disconnectedCallback() { this.gone.abort(); }

    get isFollowing() { return this.follow?.getAttribute("aria-pressed") === "true"; }

    following(wanted) {
      this.follow?.setAttribute("aria-pressed", wanted);
      if (wanted && this.current) show(this.current);
    }

    mark({ time, playing, key }) {
      if (key !== this.dataset.key || (!playing && time === 0)) return;
      const now = this.cues.findLast(cue => cue.at <= time + .2)?.el;
      if (!now || now === this.current) return;
      const arrived = !this.current && !playing && location.hash.startsWith("#t=");
      this.current?.removeAttribute("data-now");
      now.setAttribute("data-now", "");
      this.current = now;
      if (arrived || (playing && this.isFollowing)) show(now);
    }

    // Ranges painted by the CSS Custom Highlight API, so that the text is never rewritten.
    find() {
      const q = this.field.value.trim().toLowerCase();
      this.ranges = [];
      this.at = -1;
      if (q.length > 1) for (const { el } of this.cues) {
        const node = el.firstChild, text = node?.data.toLowerCase() ?? "";
        if (text.length !== node?.data.length) continue; // a letter that grows in lower case would shift what follows
        for (let i = text.indexOf(q); i >= 0; i = text.indexOf(q, i + q.length)) {
          const range = new Range();
          range.setStart(node, i);
          range.setEnd(node, i + q.length);
          this.ranges.push(range);
        }
      }
      this.paint();
    }

    paint() {
      const found = this.ranges.length;
      const words = !found ? say("Not said") : this.at < 0 ? say("{count} found") : say("{place} of {count}");
      this.count.textContent = this.field.value.trim().length < 2 ? "" : words.replace("{place}", this.at + 1).replace("{count}", found);
      if (!window.Highlight) return;
      CSS.highlights.set("find", new Highlight(...this.ranges));
      CSS.highlights.set("found", new Highlight(...this.ranges.slice(this.at, this.at + 1)));
    }

    step(by) {
      const found = this.ranges.length;
      if (!found) return;
      this.at = (this.at + by + found + (this.at < 0 && by < 0 ? 1 : 0)) % found;
      show(this.ranges[this.at].startContainer.parentElement);
      this.paint();
    }
  }
  customElements.define("transcript-reader", TranscriptReader);
})();
