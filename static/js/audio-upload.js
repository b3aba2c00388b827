/* <audio-upload data-start="…">: sends a chosen file straight into the storage, in parts, and goes on where it was cut.
   Without this script the file is sent with the form. */

const ATTEMPTS = 6, AT_ONCE = 3, POLL = 1000;
const pause = ms => new Promise(done => setTimeout(done, ms));
const megabytes = bytes => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

class Refused extends Error {}

class AudioUpload extends HTMLElement {
  connectedCallback() {
    [this.input, this.bar, this.status, this.list, this.again, this.drop] =
      ['input', 'progress', '[role=status]', 'ul', 'button', '.drop'].map(part => this.querySelector(part));
    this.input.removeAttribute('name');           // the form itself never carries the file
    this.drop.hidden = false;
    this.input.addEventListener('change', () => this.input.files[0] && this.begin(this.input.files[0]));
    this.again.addEventListener('click', () => this.begin(this.file));
    this.addEventListener('dragover', event => { event.preventDefault(); this.classList.add('over'); });
    this.addEventListener('dragleave', () => this.classList.remove('over'));
    this.addEventListener('drop', event => {
      event.preventDefault();
      this.classList.remove('over');
      if (event.dataTransfer.files[0]) this.begin(event.dataTransfer.files[0]);
    });
    addEventListener('beforeunload', event => this.running && event.preventDefault());
  }

  async begin(file) {
    if (this.running) return;
    [this.file, this.running, this.again.hidden] = [file, true, true];
    this.list.replaceChildren();
    try {
      this.show(await this.upload(file));
    } catch (error) {
      this.say(error instanceof Refused ? error.message
        : 'The connection was lost. What has arrived is kept: try again, or choose the same file later.');
      this.again.hidden = false;
    }
    this.running = false;
    this.bar.hidden = true;
  }

  async upload(file) {
    this.say('Starting…');
    const { recording, parts } = await this.ask(this.dataset.start, { name: file.name, size: file.size });
    this.sent = new Map();
    this.before = file.size - parts.reduce((sum, part) => sum + part.end - part.begin, 0);
    this.began = performance.now();
    this.bar.hidden = false;
    const waiting = [...parts];
    const lane = async () => { for (let part; (part = waiting.shift());) await this.send(part, file); };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    const place = this.dataset.start.replace(/start$/, `${recording}/`);
    let state = await this.ask(`${place}complete`, {});
    this.say('Checking: length, loudness, silence…');
    this.bar.removeAttribute('value');
    while (state.state === 'waiting') {
      await pause(POLL);
      state = await this.ask(place);
    }
    return state;
  }

  async send(part, file) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.put(part, file.slice(part.begin, part.end));
      } catch (error) {
        this.sent.delete(part.number);
        if (attempt === ATTEMPTS) throw error;
        this.say('The connection is interrupted; it goes on by itself…');
        await pause(2 ** attempt * 250);
        if (!navigator.onLine) await new Promise(done => addEventListener('online', done, { once: true }));
      }
    }
  }

  put(part, bytes) {
    return new Promise((done, fail) => {
      const request = new XMLHttpRequest();      // fetch does not tell how far it is
      request.open('PUT', part.url);
      request.upload.onprogress = event => { this.sent.set(part.number, event.loaded); this.tell(); };
      request.onload = () => {
        if (request.status >= 300) return fail(new Error(request.status));
        this.sent.set(part.number, bytes.size);
        this.tell();
        done();
      };
      request.onerror = request.ontimeout = fail;
      request.send(bytes);
    });
  }

  async ask(url, body) {
    const token = document.querySelector('[name=csrfmiddlewaretoken]').value;
    const options = body ? { method: 'POST', body: JSON.stringify(body), headers: { 'X-CSRFToken': token } } : {};
    const answer = await fetch(url, options);
    const type = answer.headers.get('Content-Type') ?? '';
    if (!type.includes('json')) throw new Refused('You are signed out, or may not do this. Sign in in another tab, then try again.');
    const values = await answer.json();
    if (values.error) throw new Refused(values.error);
    return values;
  }

  tell() {
    const now = [...this.sent.values()].reduce((sum, bytes) => sum + bytes, 0), all = this.before + now;
    const speed = now / Math.max(performance.now() - this.began, 1) * 1000;
    this.bar.value = all / this.file.size;
    this.say(`${Math.floor(100 * all / this.file.size)} %, ${megabytes(all)} of ${megabytes(this.file.size)} MB, ${megabytes(speed)} MB a second`);
  }

  show({ state, name, refusal, facts, problems }) {
    this.say(`${name}: ${state === 'refused' ? refusal : facts}`);
    this.classList.toggle('refused', state === 'refused');
    this.list.replaceChildren(...problems.map(text => Object.assign(document.createElement('li'), { textContent: text })));
    this.input.value = '';
  }

  say(text) { this.status.textContent = text; }
}

customElements.define('audio-upload', AudioUpload);
