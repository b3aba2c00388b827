/* <notes-preview data-styles="…">: the page as the site would show the notes, a moment after every pause in typing,
   and what was found in them. It lives in a shadow root, so that the site's styles and the admin's do not meet. */

const PAUSE = 400;

class NotesPreview extends HTMLElement {
  connectedCallback() {
    this.desk = this.closest('notes-desk');
    const root = this.querySelector('.page').attachShadow({ mode: 'open' });
    const sheets = this.dataset.styles.split(' ').map(href => Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
    this.paper = Object.assign(document.createElement('div'), { className: 'paper' });
    root.append(...sheets, this.paper);
    this.paper.addEventListener('click', event => {
      const link = event.target.closest('a');
      if (link) [link.target, link.rel] = ['_blank', 'noopener'];   // the editor stays open
    });
    const again = () => { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.show(), PAUSE); };
    this.desk.addEventListener('notes:change', again);
    for (const name of ['title', 'number', 'summary']) this.desk.field(name)?.addEventListener('input', again);
    this.desk.addEventListener('click', event => {
      const line = event.target.closest('[data-line]')?.dataset.line;
      if (line) this.desk.editor.goTo(Number(line));
    });
    this.show();
  }

  async show() {
    if (this.busy) return this.stale = true;
    [this.busy, this.stale] = [true, false];
    const fields = Object.fromEntries(['title', 'number', 'summary'].map(name => [name, this.desk.field(name)?.value ?? '']));
    try {
      const shown = await this.desk.ask('preview', { ...fields, notes: this.desk.editor.value });
      if (shown.page) [this.paper.innerHTML, this.desk.querySelector('.found').innerHTML] = [shown.page, shown.found];
      this.tell(shown.findings);
    } catch (error) {
      if (error.status === 503) this.stale = true;
      else this.desk.trouble(error);
    }
    this.busy = false;
    if (this.stale) setTimeout(() => this.show(), PAUSE);
  }

  tell(findings) {
    const { line: word, whole } = this.dataset;
    this.desk.querySelector('.warn').replaceChildren(...findings.map(({ line, message }) => {
      const item = document.createElement('li');
      const jump = Object.assign(document.createElement('button'), { type: 'button', className: 'lnk', textContent: `${word} ${line}` });
      jump.dataset.line = line;
      item.append(line ? jump : whole, ' ', message);
      return item;
    }));
    this.desk.querySelector('.many').textContent = findings.length || '';
    this.desk.editor.findings = findings;
  }
}

customElements.define('notes-preview', NotesPreview);
