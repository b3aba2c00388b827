/* <notes-drafts>: keeps what is typed, in the browser at once and on the server after a pause, until it is saved; says
   who else is writing. What an earlier page has kept and nobody has saved is offered again. */

const PAUSE = 1500, LONGEST_WAIT = 10_000, POLL = 20_000, SIGNED_OUT_POLL = 4_000, LARGEST_BEACON = 60_000;

class NotesDrafts extends HTMLElement {
  connectedCallback() {
    this.desk = this.closest('notes-desk');
    [this.status, this.others] = [this.querySelector('[role=status]'), this.querySelector('.others')];
    this.kept = `notes-draft:${this.desk.dataset.episode || 'new'}:`;
    this.opened = this.desk.editor.value;
    this.desk.addEventListener('notes:change', () => this.typed());
    this.desk.addEventListener('notes:trouble', event => this.trouble(event.detail));
    this.desk.querySelector('.offers').addEventListener('click', event => this.discard(event));
    addEventListener('pagehide', () => this.leave());
    document.addEventListener('visibilitychange', () => document.hidden ? this.leave() : this.look());
    this.offerKept();
    this.poll(POLL);
  }

  typed() {
    this.unsent = true;
    this.keep();
    const wait = performance.now() - (this.since ??= performance.now()) > LONGEST_WAIT ? 0 : PAUSE;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.send(), wait);
  }

  get draft() {
    return { notes: this.desk.editor.value, base: this.desk.field('notes_base').value, page: this.desk.page };
  }

  keep() {
    try {
      localStorage.setItem(this.kept + this.desk.page, JSON.stringify({ ...this.draft, at: Date.now() }));
    } catch { /* no room, or not allowed: the server keeps it as well */ }
  }

  async send() {
    if (this.sending || !this.unsent) return;
    [this.sending, this.unsent, this.since] = [true, false, null];
    try {
      const answer = await this.desk.ask('draft', this.draft);
      this.say(this.dataset.kept.replace('%', answer.saved));
      this.show(answer);
    } catch (error) {
      this.unsent = true;
      this.trouble(error);
    }
    this.sending = false;
  }

  /* The page is about to go, perhaps for good. */
  leave() {
    if (!this.unsent) return;
    const { draft } = this;
    if (draft.notes.length < LARGEST_BEACON) this.desk.post('draft', draft, { keepalive: true });
  }

  trouble(error) {
    const { signedOut, noAnswer } = this.dataset;
    const isRefusal = error.status < 500 && error.message;
    this.say(error.signedOut ? signedOut : isRefusal ? error.message : noAnswer, true);
    this.isTrouble = !isRefusal;
    if (this.isTrouble) this.poll(SIGNED_OUT_POLL);
  }

  poll(pause) {
    clearTimeout(this.polling);
    this.polling = setTimeout(() => this.look(), pause);
  }

  async look() {
    if (document.hidden) return;
    try {
      this.show(await this.desk.refresh());
      if (this.isTrouble) {
        this.isTrouble = false;
        this.say(this.dataset.back);
        this.send();
      }
      this.poll(POLL);
    } catch (error) {
      this.trouble(error.signedOut ? error : new Error());
    }
  }

  /* Who else is writing, and whether the stored notes are still those that the page has. */
  show({ others, stored }) {
    const { writing, changed } = this.dataset, said = [];
    if (others.length) said.push(writing.replace('%', others.join(', ')));
    if (stored !== this.desk.dataset.stored) said.push(changed);
    this.others.textContent = said.join(' ');
  }

  say(text, isTrouble = false) {
    this.status.classList.toggle('bad', isTrouble);
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /* What this browser has kept of pages that were never saved goes to the server, and is offered like its own. */
  async offerKept() {
    const settled = this.desk.dataset.settled.split(' '), found = [];
    for (const key of Object.keys(localStorage).filter(key => key.startsWith('notes-draft:'))) {
      const page = key.split(':')[2], kept = JSON.parse(localStorage.getItem(key));
      if (settled.includes(page) || (key.startsWith(this.kept) && kept.notes === this.opened)) localStorage.removeItem(key);
      else if (key.startsWith(this.kept) && page !== this.desk.page) found.push([key, kept]);
    }
    const [key, kept] = found.sort(([, one], [, other]) => other.at - one.at)[0] ?? [];
    const offer = this.desk.querySelector('.offer');
    if (!kept) return;
    if (offer?.dataset.page === kept.page && kept.at < Number(offer.dataset.at) + PAUSE) return;
    try {
      const { version } = await this.desk.ask('draft', { notes: kept.notes, base: kept.base, page: kept.page });
      localStorage.removeItem(key);
      this.offer(version, new Date(kept.at));
    } catch (error) {
      this.trouble(error);
    }
  }

  offer(version, at) {
    const offer = this.desk.querySelector('template.offered').content.firstElementChild.cloneNode(true);
    offer.querySelector('time').textContent = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    for (const link of offer.querySelectorAll('a')) link.href = link.getAttribute('href').replace(/=0\b/, `=${version}`);
    offer.querySelector('button').value = version;
    this.desk.querySelector('.offers').replaceChildren(offer);
  }

  async discard(event) {
    const button = event.target.closest('button');
    if (!button) return;
    event.preventDefault();
    try {
      await this.desk.post('discard', { version: button.value });
      button.closest('.offer').remove();
    } catch (error) {
      this.trouble(error);
    }
  }
}

customElements.define('notes-drafts', NotesDrafts);
