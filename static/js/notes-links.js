/* <notes-links>: for each address that is typed, which episodes have covered it; its title, where a host asks for it. */

const PAUSE = 900, ADDRESS = /https?:\/\/[^\s<>()\[\]"'`]+[^\s<>()\[\]"'`.,;:!?*_]/g, MOST = 20;

class NotesLinks extends HTMLElement {
  connectedCallback() {
    this.desk = this.closest('notes-desk');
    this.known = new Set(this.addresses());        // those that were there already are on the page
    this.typed = [];
    this.desk.addEventListener('notes:change', () => { clearTimeout(this.waiting); this.waiting = setTimeout(() => this.look(), PAUSE); });
    this.addEventListener('click', event => this.use(event.target.closest('button')));
  }

  addresses() { return this.desk.editor.value.match(ADDRESS) ?? []; }

  async look() {
    const now = this.addresses(), typed = [...new Set(now.filter(url => !this.known.has(url)))].slice(-MOST);
    if (typed.join(' ') === this.typed.join(' ')) return;
    this.typed = typed;
    const query = new URLSearchParams([['episode', this.desk.dataset.episode], ...typed.map(url => ['url', url])]);
    try {
      const answer = typed.length ? await fetch(`${this.desk.dataset.links}?${query}`, { redirect: 'manual' }) : null;
      if (answer && !answer.ok) return;
      this.querySelector('.seen').innerHTML = answer ? await answer.text() : '';
      this.hidden = !typed.length;
    } catch { /* the next pause asks again */ this.typed = []; }
  }

  async use(button) {
    if (!button) return;
    const item = button.closest('[data-url]'), { url } = item.dataset, said = item.querySelector('[role=status]');
    if (button.dataset.markdown) {
      const bare = new RegExp(`(?<![(<\\[])${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![^\\s<>)\\]])`).exec(this.desk.editor.value);
      if (bare) this.desk.editor.write(bare.index, url.length, button.dataset.markdown);
      else said.textContent = this.dataset.gone;
      return;
    }
    said.textContent = this.dataset.asking;
    try {
      const { title, markdown } = await this.desk.ask('title', { url });
      said.textContent = title;
      [button.textContent, button.dataset.markdown] = [this.dataset.write, markdown];
    } catch (error) {
      said.textContent = error.message || this.dataset.failed;
      if (error.signedOut) this.desk.trouble(error);
    }
  }
}

customElements.define('notes-links', NotesLinks);
