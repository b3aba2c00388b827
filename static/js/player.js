/* <episode-player> over <audio controls>. The server renders every control; this file connects them.
   On the page: a[data-t] plays from there (without JavaScript the browser opens audio.mp3#t=478), [data-chapters] lists chapters,
   [data-do=toggle|back|forward|copy], [data-clock], [data-go], svg.score .head. Sends "player:time" to document, nothing to a server. */
(() => {
  "use strict";
  const PREFIX = "showsite:";
  const SPEEDS = [.8, 1, 1.2, 1.5, 1.8, 2, 2.5];

  const $ = (sel, root = document) => root.querySelector(sel);
  const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];
  const on = (el, names, run) => names.split(" ").forEach(name => el?.addEventListener(name, run));
  const get = key => { try { return localStorage.getItem(PREFIX + key); } catch { return null; } };
  const set = (key, value) => { try { value === null ? localStorage.removeItem(PREFIX + key) : localStorage.setItem(PREFIX + key, value); } catch { /* private mode */ } };

  const pad = n => String(Math.floor(n)).padStart(2, "0");
  const clock = s => (s >= 3600 ? Math.floor(s / 3600) + ":" : "") + pad(s / 60 % 60) + ":" + pad(s % 60);
  const words = s => (s >= 60 ? Math.floor(s / 60) + " minutes " : "") + Math.floor(s % 60) + " seconds";

  // We share #t=478; #t=7:58, #t=1h2m3s and ?t= are understood too.
  function moment(url) {
    const t = /[#?&]t=([\d:.hms]+)/.exec(url)?.[1];
    if (!t) return null;
    return t.includes(":") ? t.split(":").reduce((sum, n) => sum * 60 + Number(n), 0)
      : [...t.matchAll(/([\d.]+)([hms]?)/g)].reduce((sum, [, n, unit]) => sum + n * ({ h: 3600, m: 60 }[unit] ?? 1), 0);
  }

  class EpisodePlayer extends HTMLElement {
    connectedCallback() {
      const audio = this.audio = $("audio", this);
      this.key = "at:" + this.dataset.key;
      this.length = Number(this.dataset.duration);
      this.range = $("input[type=range]", this);
      this.what = $("[data-what]", this);
      this.speed = $("[data-speed]", this);
      this.anywhere = $("[data-anywhere]", this);
      this.go = $("[data-go]");
      this.chapters = $$("[data-chapters] li:has([data-t])").map(item => ({
        item, link: $(".x", item), id: item.dataset.for, title: $(".x", item).textContent, start: Number($("[data-t]", item).dataset.t),
      })).sort((a, b) => a.start - b.start);
      audio.controls = false;
      this.rate(Number(get("speed")) || 1);
      this.resume();
      this.listen(audio);
      this.channel = new BroadcastChannel(PREFIX + "player"); // one tab plays at a time
      this.channel.onmessage = () => audio.pause();
      this.draw();
    }

    disconnectedCallback() { this.channel.close(); }

    listen(audio) {
      on(audio, "timeupdate seeking play pause ended", () => this.draw());
      on(audio, "play", () => this.started());
      on(audio, "pause", () => this.keep());
      on(audio, "ended", () => set(this.key, null));
      on(audio, "waiting", () => this.dataset.state = "waiting");
      on(audio, "playing canplay", () => delete this.dataset.state);
      on(audio, "error", () => {
        this.dataset.state = "error";
        this.what.textContent = navigator.onLine ? "The audio did not load. Play tries again." : "You are offline. The notes still work.";
      });
      on(window, "pagehide", () => this.keep());
      on(window, "hashchange", () => { const t = moment(location.hash); if (t !== null) this.seek(t); });
      on(this.range, "input", () => this.seek(Number(this.range.value)));
      on(this.speed, "change", () => this.rate(Number(this.speed.value)));
      on(document, "click", event => this.click(event));
      on(document, "keydown", event => this.keydown(event));
      on($("#Share"), "beforetoggle", () => this.share());
      on($("[data-at]"), "change", () => this.share());
      this.anywhere.checked = get("keys") === "1";
      on(this.anywhere, "change", () => set("keys", this.anywhere.checked ? "1" : null));
    }

    get time() { return this.audio.currentTime || this.wanted || 0; }

    resume() {
      const shared = moment(location.href), kept = Number(get(this.key));
      if (shared !== null || kept > 10) this.seek(shared ?? kept);
      if (this.go && this.time > 0) this.go.textContent = (shared !== null ? "Play from " : "Resume at ") + clock(this.time);
    }

    keep() {
      const t = Math.floor(this.time);
      if (this.begun) set(this.key, t > 10 && t < this.length - 20 ? t : null);
    }

    seek(seconds) {
      this.wanted = this.audio.currentTime = Math.min(Math.max(0, seconds), this.length);
      if (!this.audio.readyState) on(this.audio, "loadedmetadata", () => this.late());
      this.draw();
    }

    // Some browsers forget a position that was set before they knew the length.
    late() {
      if (Math.abs(this.audio.currentTime - this.wanted) > 1 && !this.audio.played.length) this.audio.currentTime = this.wanted;
    }

    toggle() {
      if (!this.audio.paused) return this.audio.pause();
      if (this.audio.error) { const t = this.time; this.audio.load(); this.seek(t); }
      this.audio.play().catch(() => this.draw());
    }

    rate(value) {
      this.audio.playbackRate = this.audio.defaultPlaybackRate = value;
      this.speed.value = String(value);
      set("speed", value);
    }

    chapter(step) {
      const at = this.chapters.indexOf(this.current), again = step < 0 && this.time - this.current?.start > 4;
      const next = this.chapters[again ? at : at + step];
      if (next) this.seek(next.start);
    }

    started() {
      this.begun = true;
      this.closest("[data-lazy]")?.setAttribute("data-started", "");
      this.channel.postMessage("play");
      if (this.go) this.go.textContent = "Play episode";
      if (this.session || !navigator.mediaSession) return;
      this.session = navigator.mediaSession;
      const acts = {
        play: () => this.toggle(), pause: () => this.audio.pause(), seekto: e => this.seek(e.seekTime),
        seekbackward: () => this.run("back"), seekforward: () => this.run("forward"),
        previoustrack: () => this.chapter(-1), nexttrack: () => this.chapter(1),
      };
      for (const name in acts) try { this.session.setActionHandler(name, acts[name]); } catch { /* unknown to this browser */ }
      this.tell();
    }

    tell() {
      if (!this.session) return;
      const { title, show, artwork } = this.dataset;
      this.session.metadata = new MediaMetadata({
        title: this.current?.title ?? title, artist: show, album: title, artwork: artwork ? [{ src: artwork }] : [],
      });
    }

    draw() {
      const t = this.time, playing = !this.audio.paused, part = 100 * t / this.length;
      document.documentElement.toggleAttribute("data-playing", playing);
      for (const el of $$("[data-clock]")) el.textContent = clock(t);
      $("button[data-do=toggle]", this).setAttribute("aria-label", playing ? "Pause" : "Play");
      this.range.value = t;
      this.range.parentElement.style.setProperty("--p", part); // CSSOM: the policy allows it
      for (const head of $$(".score .head")) {
        head.toggleAttribute("data-on", t > 0);
        for (const x of ["x1", "x2"]) head.setAttribute(x, part + "%");
      }
      this.mark(t);
      this.range.setAttribute("aria-valuetext", words(t) + (this.current ? ", " + this.current.title : ""));
      const { duration, playbackRate } = this.audio;
      if (duration) this.session?.setPositionState?.({ duration, playbackRate, position: Math.min(t, duration) });
      if (playing && Math.abs(t - (this.saved ?? 0)) > 5) { this.saved = t; this.keep(); }
      document.dispatchEvent(new CustomEvent("player:time", { detail: { time: t, playing } }));
    }

    // Yellow means now: the chapter in the list of contents, and its segment.
    mark(t) {
      const current = this.chapters.findLast(c => c.start <= t + .2);
      if (t === 0 || !current || current === this.current) return;
      this.current = current;
      for (const c of this.chapters) {
        c.item.toggleAttribute("data-now", c === current);
        c === current ? c.link.setAttribute("aria-current", "true") : c.link.removeAttribute("aria-current");
      }
      for (const el of $$("[data-start]")) el.toggleAttribute("data-now", Number(el.dataset.start) === current.start);
      this.what.textContent = current.title;
      if (document.getElementById(current.id)) this.what.setAttribute("href", "#" + current.id);
      this.tell();
    }

    click(event) {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const jump = event.target.closest("[data-t]"), act = event.target.closest("[data-do]");
      if (!jump && !act) return;
      event.preventDefault();
      if (act) return this.run(act.dataset.do);
      this.seek(Number(jump.dataset.t));
      if (this.audio.paused) this.toggle();
    }

    run(name) {
      if (name === "toggle") this.toggle();
      if (name === "back") this.seek(this.time - 15);
      if (name === "forward") this.seek(this.time + 30);
      if (name === "copy") this.copy();
    }

    copy() {
      const field = $("#Share-url"), said = $("[data-said]");
      const byHand = () => said.textContent = "Press Ctrl+C to copy.";
      field.select();
      if (!navigator.clipboard) return byHand(); // only there over https
      navigator.clipboard.writeText(field.value).then(() => said.textContent = "Copied.", byHand);
    }

    share() {
      const field = $("#Share-url"), t = Math.floor(this.time);
      field.value = field.value.split("#")[0] + ($("[data-at]").checked && t ? "#t=" + t : "");
      $("[data-said]").textContent = "";
    }

    keydown(event) {
      const el = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (!this.contains(el) && !this.anywhere.checked) return; // WCAG 2.1.4: single keys on focus, or when asked for
      if (el.matches("select, textarea, input:not([type=range])")) return;
      const rate = this.audio.playbackRate;
      const keys = {
        k: () => this.toggle(), j: () => this.run("back"), l: () => this.run("forward"),
        p: () => this.chapter(-1), n: () => this.chapter(1), s: () => $("#Share")?.togglePopover(),
        "-": () => this.rate(SPEEDS.findLast(x => x < rate) ?? rate), "+": () => this.rate(SPEEDS.find(x => x > rate) ?? rate),
      };
      keys["="] = keys["+"];
      if (el === this.range) { keys.arrowleft = keys.j; keys.arrowright = keys.l; }
      if (!el.closest("button, a")) keys[" "] = keys.k;
      const run = keys[event.key.toLowerCase()];
      if (run) { event.preventDefault(); run(); }
    }
  }
  customElements.define("episode-player", EpisodePlayer);
})();
