/* <notes-desk data-preview="…" data-draft="…" …>: holds the editor and what stands beside it, and talks to the server.
   Whoever has let the login expire is told so, and goes on after signing in again in another tab. */

class NotesDesk extends HTMLElement {
  connectedCallback() {
    this.form = this.closest('form');
    this.page = this.field('notes_page').value ||= Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('');
    for (const part of this.querySelectorAll('[data-scripted]')) part.hidden = false;
    this.form.addEventListener('submit', event => this.beforeSubmit(event));
    document.addEventListener('keydown', event => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 's') {
        event.preventDefault();
        this.save();
      }
    });
  }

  get editor() { return this.querySelector('notes-editor'); }

  field(name) { return this.form.elements[name]; }

  save() { this.form.requestSubmit(this.form.querySelector('[name=_continue]') ?? this.form.querySelector('[type=submit]')); }

  /* Nothing is sent to a login page: it would be lost there. */
  async beforeSubmit(event) {
    if (this.isSafe || event.submitter?.formAction.endsWith('/discard')) return;
    event.preventDefault();
    const { submitter } = event;
    try {
      await this.refresh();
      this.isSafe = true;
      this.form.requestSubmit(submitter);
    } catch (error) {
      this.trouble(error);
    }
    this.isSafe = false;
  }

  trouble(error) {
    this.dispatchEvent(new CustomEvent('notes:trouble', { detail: error }));
  }

  /* How things are, and a token that is good after another login. */
  async refresh() {
    const answer = await fetch(`${this.dataset.state}?${new URLSearchParams({ episode: this.dataset.episode })}`, { redirect: 'manual' });
    if (answer.type === 'opaqueredirect') throw Object.assign(new Error(), { signedOut: true });
    if (!answer.ok) throw new Error(answer.status);
    const state = await answer.json();
    for (const input of document.querySelectorAll('[name=csrfmiddlewaretoken]')) input.value = state.token;
    return state;
  }

  async ask(name, fields = {}, options = {}) {
    let answer = await this.post(name, fields, options);
    if (answer.type === 'opaqueredirect' || answer.status === 403) {
      await this.refresh();                       // raises where nobody is signed in
      answer = await this.post(name, fields, options);
    }
    const values = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
    if (!answer.ok) throw Object.assign(new Error(values.error ?? ''), { status: answer.status });
    return values;
  }

  post(name, fields, options) {
    const body = new FormData();
    const common = { csrfmiddlewaretoken: this.field('csrfmiddlewaretoken').value, episode: this.dataset.episode, show: this.field('show')?.value ?? '' };
    for (const [key, value] of Object.entries({ ...common, ...fields })) body.append(key, value);
    return fetch(this.dataset[name], { method: 'POST', body, redirect: 'manual', ...options });
  }
}

customElements.define('notes-desk', NotesDesk);
