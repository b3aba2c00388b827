/* <episode-player> over <audio controls>. The server renders every control; this file connects them.
   Whatever on the page leads to its audio is the player's: a[data-t] plays from there, with [data-until] up to there and no further
   (without JavaScript the browser opens audio.mp3#t=478), and a[data-do=toggle]. [data-from] and [data-until] on itself: that part alone.
   Sends "player:time" to document, nothing to a server. The parts named in [data-once] are loaded when it first plays: docs/player.md. */
(() => {
  "use strict";
  const phrases = JSON.parse(document.getElementById("Phrases")?.textContent ?? "{}"), say = text => phrases[text] ?? text;
  const PREFIX = "showsite:";

  const $ = (sel, root = document) => root.querySelector(sel);
  const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];
  const get = key => { try { return localStorage.getItem(PREFIX + key); } catch { return null; } };
  const set = (key, value) => { try { value === null ? localStorage.removeItem(PREFIX + key) : localStorage.setItem(PREFIX + key, value); } catch { /* private mode */ } };

  const pad = n => String(Math.floor(n)).padStart(2, "0");
  const clock = s => (s >= 3600 ? Math.floor(s / 3600) + ":" : "") + pad(s / 60 % 60) + ":" + pad(s % 60);
  const words = s => (s >= 60 ? say("{minutes} minutes {seconds} seconds") : say("{seconds} seconds"))
    .replace("{minutes}", Math.floor(s / 60)).replace("{seconds}", Math.floor(s % 60));

  // We share #t=478; #t=7:58, #t=1h2m3s and ?t= are understood too, and #t=478,520 as a part that has an end.
  const moments = url => (/[#?&]t=([\d:.hms,]+)/.exec(url)?.[1] ?? "").split(",").filter(Boolean).map(t =>
    t.includes(":") ? t.split(":").reduce((sum, n) => sum * 60 + Number(n), 0)
      : [...t.matchAll(/([\d.]+)([hms]?)/g)].reduce((sum, [, n, unit]) => sum + n * ({ h: 3600, m: 60 }[unit] ?? 1), 0));

  class EpisodePlayer extends HTMLElement {
    connectedCallback() {
      const audio = this.audio = $("audio", this);
      this.key = "at:" + this.dataset.key;
      this.length = Number(this.dataset.duration);
      for (const name of ["range", "what", "speed", "volume", "status", "share", "anywhere"]) this[name] = $(`[data-${name}]`, this);
      this.home = this.what.getAttribute("href");
      this.chapters = [];
      this.gone = new AbortController();
      audio.controls = false;
      this.bind();
      this.rate(Number(get("speed")) || 1);
      this.loudness();
      this.resume();
      this.listen(audio);
      this.channel = new BroadcastChannel(PREFIX + "player"); // one tab plays at a time
      this.channel.onmessage = () => audio.pause();
      this.draw();
    }

    disconnectedCallback() {
      this.keep();
      this.gone.abort();
      this.channel.close();
      this.audio.pause();
    }

    listen(audio) {
      const on = (el, names, run) => names.split(" ").forEach(name => el?.addEventListener(name, run, { signal: this.gone.signal }));
      on(audio, "timeupdate seeking play pause ended", () => this.draw());
      on(audio, "play", () => this.started());
      on(audio, "pause", () => this.keep());
      on(audio, "ended", () => set(this.key, null));
      // Some browsers forget a position that was set before they knew the length.
      on(audio, "loadedmetadata", () => { if (Math.abs(audio.currentTime - this.wanted) > 1) audio.currentTime = this.wanted; });
      on(audio, "waiting", () => this.show("waiting"));
      on(audio, "playing canplay", () => this.show());
      on(audio, "error", () => this.show("error", navigator.onLine ? say("The audio did not load. Play tries again.") : say("You are offline. The notes still work.")));
      on(audio, "volumechange", () => this.drawVolume());
      on(window, "pagehide", () => this.keep());
      on(window, "hashchange", () => this.arrive());
      on(document, "page:shown", ({ detail }) => { this.bind(detail.key === this.dataset.key); if (!detail.again) this.arrive(); this.draw(); });
      on(document, "click", event => this.click(event));
      on(document, "keydown", event => this.keydown(event));
      on(this.range, "input", () => this.seek(Number(this.range.value)));
      on(this.speed, "change", () => this.rate(Number(this.speed.value)));
      on(this.volume, "input", () => { audio.muted = false; audio.volume = this.volume.value / 100; set("volume", audio.volume); });
      on(this.share, "beforetoggle change", () => this.drawShare());
      on(this.anywhere, "change", () => set("keys", this.anywhere.checked ? "1" : null));
      this.anywhere.checked = get("keys") === "1";
    }

    // The page around the dock may be another episode's: only what leads to our own audio is ours.
    owns(link) { return link.getAttribute("href")?.split("#")[0] === this.audio.getAttribute("src"); }

    bind(here = true) {
      const chapters = here ? $$("[data-chapters] li:has([data-t])").map(item => ({
        item, link: $(".x", item), title: $(".x", item).textContent, start: Number($("[data-t]", item).dataset.t),
      })).sort((a, b) => a.start - b.start) : [];
      if (chapters.length) this.chapters = chapters;
      this.here = here;
      this.buttons = [this, ...$$("a[data-do]").filter(link => this.owns(link))];
      this.go = $("[data-go]", this.buttons[1] ?? this);
      this.heads = here ? $$(".score .head") : [];
      this.segments = here ? $$("[data-start]") : [];
      this.current = null;
    }

    get time() { return this.audio.currentTime || this.wanted || 0; }

    resume() {
      const { from, until } = this.dataset, [shared = from, end = until] = moments(location.href), kept = until ? 0 : get(this.key);
      if (shared !== undefined || kept > 10) this.seek(Number(shared ?? kept), Number(end));
      if (this.go && this.time > 0) this.go.textContent = (shared !== undefined ? say("Play from {time}") : say("Resume at {time}")).replace("{time}", clock(this.time));
    }

    // A link to a moment of this episode was followed.
    arrive() {
      const [start, end] = moments(location.href);
      if (this.here && start !== undefined) this.seek(start, end);
    }

    keep() {
      const t = Math.floor(this.time);
      if (this.begun) set(this.key, t > 10 && t < this.length - 20 ? t : null);
    }

    seek(seconds, until) {
      this.until = until || null;
      this.wanted = this.audio.currentTime = Math.min(Math.max(0, seconds), this.length);
      this.draw();
    }

    // "timeupdate" comes four times a second, too seldom to end at a word.
    stopInTime() {
      const left = (this.until - this.time) / this.audio.playbackRate;
      if (this.until && left < .4) setTimeout(() => {
        if (!this.until || this.time < this.until - .1) return;
        this.until = null;
        this.audio.pause();
      }, 1000 * left);
    }

    toggle() { this.audio.paused ? this.play() : this.audio.pause(); }

    play() {
      if (this.audio.error) this.reload();
      this.audio.play().catch(() => this.draw());
    }

    reload() {
      const { time, until } = this;
      this.audio.load();
      this.seek(time, until);
    }

    show(state = "", text = "") {
      this.dataset.state = state;
      if (this.status.textContent !== text) this.status.textContent = text;
    }

    rate(value) {
      this.audio.playbackRate = this.audio.defaultPlaybackRate = value;
      this.speed.value = String(value);
      set("speed", value);
    }

    faster(step) {
      const next = this.speed.options[this.speed.selectedIndex + step];
      if (next) this.rate(Number(next.value));
    }

    // Where the platform alone decides how loud it is (iOS), a volume that was set is not kept, and the control stays away.
    loudness() {
      const probe = new Audio();
      probe.volume = .5;
      setTimeout(() => this.volume.parentElement.hidden = probe.volume !== .5);
      this.audio.volume = get("volume") ?? 1;
    }

    drawVolume() {
      this.volume.value = this.audio.muted ? 0 : 100 * this.audio.volume;
      $("[data-do=mute]", this).setAttribute("aria-pressed", this.audio.muted);
    }

    chapter(step) {
      const at = this.chapters.indexOf(this.current), again = step < 0 && this.time - this.current?.start > 4;
      const next = this.chapters[again ? at : at + step];
      if (next) this.seek(next.start);
    }

    started() {
      const dock = this.closest(".dock");
      for (const other of $$(".dock")) if (other !== dock) other.remove();
      dock?.setAttribute("id", "Player");
      dock?.setAttribute("data-started", "");
      this.channel.postMessage("play");
      if (this.go) this.go.textContent = say("Play episode");
      if (this.begun) return;
      this.begun = true;
      for (const url of this.dataset.once?.split(" ") ?? []) import(url).then(part => part.default(this), () => { /* it plays all the same */ });
    }

    draw() {
      const t = this.time, playing = !this.audio.paused, part = 100 * t / this.length;
      for (const el of this.buttons) el.toggleAttribute("data-playing", playing);
      for (const el of $$("[data-clock]", this)) el.textContent = clock(t);
      $("button[data-do=toggle]", this).setAttribute("aria-label", playing ? say("Pause") : say("Play"));
      this.range.value = t;
      this.range.parentElement.style.setProperty("--p", part); // CSSOM: the policy allows it
      for (const head of this.heads) {
        head.toggleAttribute("data-on", t > 0);
        for (const x of ["x1", "x2"]) head.setAttribute(x, part + "%");
      }
      this.mark(t);
      this.range.setAttribute("aria-valuetext", words(t) + (this.current ? ", " + this.current.title : ""));
      if (playing) this.stopInTime();
      if (playing && Math.abs(t - (this.saved ?? 0)) > 5) { this.saved = t; this.keep(); }
      document.dispatchEvent(new CustomEvent("player:time", { detail: { time: t, playing, key: this.dataset.key } }));
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
      for (const el of this.segments) el.toggleAttribute("data-now", Number(el.dataset.start) === current.start);
      this.what.textContent = this.here ? current.title : this.dataset.title + ": " + current.title;
      const id = current.item.dataset.for;
      this.what.setAttribute("href", (this.here && document.getElementById(id) ? "" : this.home) + "#" + id);
    }

    click(event) {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      const el = event.target.closest("[data-t], [data-do]");
      if (!el || !(this.contains(el) || this.owns(el))) return;
      event.preventDefault();
      if (el.dataset.do) return this.run(el.dataset.do);
      this.seek(Number(el.dataset.t), Number(el.dataset.until));
      if (this.audio.paused) this.toggle();
    }

    run(name) {
      if (name === "toggle") this.toggle();
      if (name === "back") this.seek(this.time - 15);
      if (name === "forward") this.seek(this.time + 30);
      if (name === "mute") this.audio.muted = !this.audio.muted;
    }

    drawShare() {
      const field = $("input[readonly]", this.share), t = Math.floor(this.time);
      field.value = field.value.split("#")[0] + ($("[data-at]", this.share).checked && t ? "#t=" + t : "");
      $("[data-copy]", this.share).dataset.copy = field.value;
    }

    keydown(event) {
      const el = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      // WCAG 2.1.4: single keys on focus, or when asked for, and then for the player that is seen.
      if (!this.contains(el) && !(this.anywhere.checked && $("episode-player") === this)) return;
      if (el.matches("select, textarea, input:not([type=range], [type=checkbox])")) return;
      const keys = {
        k: () => this.toggle(), j: () => this.run("back"), l: () => this.run("forward"), m: () => this.run("mute"),
        p: () => this.chapter(-1), n: () => this.chapter(1), s: () => this.share.togglePopover(),
        "-": () => this.faster(-1), "+": () => this.faster(1),
      };
      keys["="] = keys["+"];
      if (el === this.range) { keys.arrowleft = keys.j; keys.arrowright = keys.l; }
      if (!el.closest("button, a, [type=checkbox]")) keys[" "] = keys.k;
      const run = keys[event.key.toLowerCase()];
      if (run) { event.preventDefault(); run(); }
    }
  }
  customElements.define("episode-player", EpisodePlayer);
})();
