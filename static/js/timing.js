/* <segment-times>: play, press a key, and the chosen part starts there. All it does is fill the fields of the form that
   it holds; without it times are typed. Single keys act only while a part or the transcript has the focus. */

const STEP = 2;

const clock = seconds => {
  const tenths = Math.max(0, Math.round(seconds * 10)), whole = Math.floor(tenths / 10);
  const two = number => String(number).padStart(2, '0');
  const fraction = tenths % 10 ? `.${tenths % 10}` : '';
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${fraction}`;
};

const read = text => {
  const parts = text.trim().replace(',', '.').split(':').map(Number);
  return parts.length < 2 || parts.some(Number.isNaN) ? null : parts.reduce((sum, part) => sum * 60 + part, 0);
};

class SegmentTimes extends HTMLElement {
  connectedCallback() {
    [this.audio, this.form, this.status, this.words, this.follow, this.head] =
      ['audio', 'form', '[data-status]', '[data-words]', '[data-follow]', '.head'].map(part => this.querySelector(part));
    this.parts = [...this.querySelectorAll('[data-part]')];
    this.cues = [...this.querySelectorAll('[data-s]')];
    this.place = `times:${location.pathname}`;
    this.addEventListener('keydown', event => this.press(event));
    this.addEventListener('click', event => this.click(event));
    this.addEventListener('input', event => event.target.matches('[data-start]') && this.mark(event.target));
    this.parts.forEach(part => this.mark(part.querySelector('[data-start]')));
    this.listen();
    this.form.addEventListener('submit', () => this.leave());
    addEventListener('beforeunload', event => !this.leaving && this.querySelector('[data-changed]') && event.preventDefault());
    this.chosen?.focus({ preventScroll: true });
  }

  listen() {
    if (!this.audio) return;
    for (const name of ['timeupdate', 'seeked']) this.audio.addEventListener(name, () => this.show());
    this.audio.addEventListener('error', () => this.say('The audio did not load.'));
    for (const name of ['wheel', 'touchmove']) this.words?.addEventListener(name, () => this.following(false), { passive: true });
    this.querySelector('[data-here]').addEventListener('click', () => this.startHere());
    this.follow?.addEventListener('click', () => this.following(!this.isFollowing));
    const before = sessionStorage.getItem(this.place);
    sessionStorage.removeItem(this.place);
    if (before) this.audio.currentTime = Number(before);
  }

  leave() {
    this.leaving = true;
    if (this.audio?.currentTime) sessionStorage.setItem(this.place, this.audio.currentTime);
  }

  get chosen() { return this.querySelector('[name=selected]:checked'); }

  // Keys

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target, letter = event.key.toLowerCase();
    if (target.matches('input:not([type=radio], [type=checkbox]), textarea, select')) return;
    const acts = {
      m: () => this.startHere(), w: () => this.startWithWords(), h: () => this.hear(),
    };
    // Arrows, space and Enter are a control's own, except on the parts themselves and in the transcript.
    if (target.matches('[name=selected]') || target === this.words) Object.assign(acts, {
      ' ': () => this.toggle(), enter: () => this.startHere(),
      arrowleft: () => this.skip(-STEP), arrowright: () => this.skip(STEP),
      arrowup: () => this.choose(-1), arrowdown: () => this.choose(1),
    });
    if (!acts[letter] || (event.repeat && !letter.startsWith('arrow'))) return;
    event.preventDefault();
    acts[letter]();
  }

  toggle() {
    if (!this.audio) return;
    if (this.audio.paused) this.play();
    else this.audio.pause();
  }

  play() { this.audio.play().catch(() => this.say('The audio did not load.')); }

  skip(by) { if (this.audio) this.audio.currentTime = Math.max(0, this.audio.currentTime + by); }

  choose(by) {
    const all = [...this.querySelectorAll('[name=selected]')];
    const next = all[all.indexOf(this.chosen) + by];
    if (!next) return;
    next.checked = true;
    if (document.activeElement?.matches('[name=selected]')) next.focus({ preventScroll: true });
    next.closest('[data-part]').scrollIntoView({ block: 'nearest' });
  }

  startHere() {
    if (!this.audio) return;
    if (this.set(this.audio.currentTime)) this.choose(1);
  }

  startWithWords() {
    if (this.now && this.set(Number(this.now.dataset.s))) this.choose(1);
  }

  hear() {
    const time = read(this.field?.value ?? '');
    if (time !== null) this.playFrom(time);
  }

  // Times

  get field() { return this.chosen?.closest('[data-part]').querySelector('[data-start]'); }

  set(seconds) {
    const part = this.chosen?.closest('[data-part]'), title = part?.querySelector('.times-title').textContent.trim().replace(/\s+/g, ' ');
    if (!this.field) {
      this.say(part ? `${title}: the notes say when it starts.` : '');
      return false;
    }
    this.field.value = clock(seconds);
    this.mark(this.field);
    this.say(`${title}: ${this.field.value}`);
    return true;
  }

  mark(field) {
    if (!field) return;
    const seen = field.form.elements[field.name.replace(/start$/, 'seen')].value;
    field.closest('[data-part]').toggleAttribute('data-changed', field.value.trim() !== seen);
  }

  playFrom(seconds) {
    if (!this.audio) return;
    this.audio.currentTime = seconds;
    this.play();
  }

  // The mouse

  click(event) {
    const time = event.target.closest('[data-t]'), word = event.target.closest('[data-s]');
    if (time && this.audio) {
      event.preventDefault();
      this.playFrom(Number(time.dataset.t));
    } else if (word && getSelection().isCollapsed) {
      const moment = this.momentOf(word, event);
      if (this.set(moment) && this.audio) this.audio.currentTime = moment;
    } else if (!event.target.matches('input, label, a, button, label *')) {
      const pick = event.target.closest('[data-part]')?.querySelector('[name=selected]');
      if (pick) { pick.checked = true; pick.focus({ preventScroll: true }); }
    }
  }

  // A cue says when it begins; a word in its midst is as far in as its letters are.
  momentOf(cue, { clientX, clientY }) {
    const start = Number(cue.dataset.s), next = this.cues[this.cues.indexOf(cue) + 1];
    const end = Number(cue.dataset.e ?? next?.dataset.s ?? start);
    const spot = document.caretPositionFromPoint?.(clientX, clientY);
    if (!spot || spot.offsetNode !== cue.firstChild) return start;
    const text = cue.textContent, before = text.slice(0, spot.offset).replace(/\S+$/, '').length;
    return start + Math.max(0, end - start) * before / text.length;
  }

  // Following

  get isFollowing() { return this.follow?.getAttribute('aria-pressed') === 'true'; }

  following(wanted) {
    this.follow.setAttribute('aria-pressed', wanted);
    if (wanted) this.bring();
  }

  show() {
    const { currentTime: time, duration } = this.audio;
    const now = this.cues.findLast(cue => Number(cue.dataset.s) <= time + .05);
    if (now !== this.now) {
      this.now?.removeAttribute('data-now');
      now?.setAttribute('data-now', '');
      this.now = now;
      if (this.isFollowing) this.bring();
    }
    if (!this.head || !duration) return;
    for (const end of ['x1', 'x2']) this.head.setAttribute(end, `${100 * time / duration}%`);
    this.head.setAttribute('data-on', '');
  }

  bring() {                                      // scrolls the transcript alone, never the page
    if (!this.now) return;
    const box = this.words.getBoundingClientRect(), cue = this.now.getBoundingClientRect();
    this.words.scrollTop += cue.top - box.top - box.height / 3;
  }

  say(text) { if (this.status) this.status.textContent = text; }
}

customElements.define('segment-times', SegmentTimes);
