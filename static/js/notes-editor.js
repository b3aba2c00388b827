/* <notes-editor>: makes CodeMirror of the text area in it. The text area stays in the form and always holds the text.
   It lives in a shadow root, where CodeMirror's styles are sheets and not elements, as our security policy wants. */

const { EditorSelection, EditorState, EditorView, HighlightStyle, defaultKeymap, drawSelection, dropCursor, history,
  historyKeymap, indentUnit, keymap, lineNumbers, lintGutter, markdown, markdownLanguage, search, searchKeymap,
  setDiagnostics, syntaxHighlighting, tags } = CodeMirror;

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)/, PICTURE = /^image\/(png|jpeg)$/;

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--raised)', fontSize: '.8125rem' },
  '&.cm-focused': { outline: '3px solid var(--focus)', outlineOffset: '-3px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.65', overflow: 'auto' },
  '.cm-content': { padding: '.9rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1rem 0 .5rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { color: 'var(--ink-2)', backgroundColor: 'var(--sunk)', border: '0' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--hit) !important' },
  '.cm-panels, .cm-tooltip': { color: 'var(--ink)', backgroundColor: 'var(--sunk)', border: '1px solid var(--edge)' },
  '.cm-textfield, .cm-button': { color: 'var(--ink)', background: 'var(--raised)', border: '1px solid var(--edge)' },
  '.cm-searchMatch': { backgroundColor: 'var(--now-soft)' },
  '.cm-diagnostic': { borderLeftColor: 'var(--bad)' },
});
const marks = HighlightStyle.define([
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.heading, fontWeight: '650' },
  { tag: [tags.url, tags.link], color: 'var(--link)' },
  { tag: tags.monospace, color: 'var(--good)' },
  { tag: [tags.processingInstruction, tags.quote, tags.comment], color: 'var(--ink-2)' },
]);

/* The lines of a selection, with what is nested below the last of them. */
function itemLines(state) {
  const { from, to } = state.selection.main, lines = [];
  for (let number = state.doc.lineAt(from).number; number <= state.doc.lines; number++) {
    const line = state.doc.line(number), depth = line.text.search(/\S/);
    if (line.from > to && (depth < 0 || depth <= lines[0].text.search(/\S/))) break;
    lines.push(line);
  }
  return lines;
}

/* One level is as wide as the marker of the item above: two blanks below "- ", three below "1. ". */
function indentItem(view, sign) {
  const { state } = view, lines = itemLines(state), own = ITEM.exec(lines[0].text);
  const depth = lines[0].text.search(/\S|$/);
  let width = 2;
  for (let number = lines[0].number - 1; own && number > 0; number--) {
    const above = ITEM.exec(state.doc.line(number).text);
    if (!above) continue;
    if (sign > 0 ? above[1].length <= depth : above[1].length < depth) {
      width = sign > 0 ? above[2].length + above[3].length : depth - above[1].length;
      break;
    }
  }
  const changes = lines.filter(line => line.text.trim()).flatMap(line => sign > 0
    ? { from: line.from, insert: ' '.repeat(width) }
    : { from: line.from, to: line.from + Math.min(width, line.text.search(/\S|$/)) });
  view.dispatch(state.update({ changes, userEvent: sign > 0 ? 'input.indent' : 'delete.dedent' }));
  return true;
}

/* Puts marks around each selection, or takes them away. */
const wrap = mark => view => {
  view.dispatch(view.state.changeByRange(range => {
    const text = view.state.sliceDoc(range.from, range.to), size = mark.length;
    const outside = view.state.sliceDoc(range.from - size, range.from) === mark && view.state.sliceDoc(range.to, range.to + size) === mark;
    if (outside) {
      return { changes: [{ from: range.from - size, to: range.from }, { from: range.to, to: range.to + size }],
        range: EditorSelection.range(range.from - size, range.to - size) };
    }
    return { changes: { from: range.from, to: range.to, insert: mark + text + mark },
      range: EditorSelection.range(range.from + size, range.to + size) };
  }));
  return true;
};

function link(view) {
  const { from, to } = view.state.selection.main, text = view.state.sliceDoc(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(text), insert = isAddress ? `[](${text})` : `[${text}](https://)`;
  const place = isAddress || !text ? from + 1 : from + insert.length - 1;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: place } });
  return true;
}

class NotesEditor extends HTMLElement {
  connectedCallback() {
    this.area = this.querySelector('textarea');
    this.desk = this.closest('notes-desk');
    const place = this.querySelector('.code'), root = place.attachShadow({ mode: 'open' });
    this.view = new EditorView({ parent: root, root, state: this.state(this.area.value) });
    this.area.hidden = true;
    place.hidden = false;
    for (const label of this.area.labels) label.addEventListener('click', () => this.view.focus());
    const tools = this.querySelector('[role=toolbar]');
    tools.addEventListener('click', event => this.use(event.target.closest('button')?.dataset.tool));
    tools.addEventListener('keydown', event => this.walk(event, [...tools.querySelectorAll('button')]));
    [...tools.querySelectorAll('button')].forEach((button, place) => button.tabIndex = place ? -1 : 0);
  }

  state(doc) {
    const changed = EditorView.updateListener.of(update => update.docChanged && this.changed());
    return EditorState.create({ doc, extensions: [
      keymap.of([
        { key: 'Tab', run: view => indentItem(view, 1), shift: view => indentItem(view, -1) },
        { key: 'Mod-b', run: wrap('**') }, { key: 'Mod-i', run: wrap('*') }, { key: 'Mod-e', run: wrap('`') },
        { key: 'Mod-k', run: link },
        ...searchKeymap, ...historyKeymap, ...defaultKeymap,
      ]),
      history(), drawSelection(), dropCursor(), lineNumbers(), lintGutter(), search({ top: true }),
      markdown({ base: markdownLanguage }), indentUnit.of('  '), syntaxHighlighting(marks), look,
      EditorView.lineWrapping, changed,
      EditorView.contentAttributes.of({ 'aria-label': this.dataset.label, tabindex: '0', spellcheck: 'true', autocapitalize: 'sentences' }),
      EditorView.domEventHandlers({
        drop: (event, view) => this.take(event, event.dataTransfer, view.posAtCoords({ x: event.clientX, y: event.clientY })),
        paste: event => this.take(event, event.clipboardData),
      }),
    ] });
  }

  get value() { return this.view.state.doc.toString(); }

  changed() {
    this.area.value = this.value;
    this.dispatchEvent(new CustomEvent('notes:change', { bubbles: true }));
  }

  /* Show the line that a finding is about. */
  goTo(number) {
    const line = this.view.state.doc.line(Math.min(Math.max(number, 1), this.view.state.doc.lines));
    this.view.dispatch({ selection: { anchor: line.from, head: line.to }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) });
    this.view.focus();
  }

  set findings(findings) {
    const { doc } = this.view.state;
    const found = findings.filter(({ line }) => line > 0 && line <= doc.lines).map(({ line, message }) =>
      ({ from: doc.line(line).from, to: doc.line(line).to, severity: 'warning', message }));
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }

  /* Puts text in place of another that is still there. */
  replace(before, text) {
    const from = this.value.indexOf(before);
    if (from < 0) return false;
    this.write(from, before.length, text);
    return true;
  }

  write(from, length, text) {
    this.view.dispatch({ changes: { from, to: from + length, insert: text }, userEvent: 'input' });
  }

  /* Pictures that were dropped or pasted go to the storage; their Markdown stands where they fell. */
  take(event, data, place = this.view.state.selection.main.from) {
    const files = [...data?.files ?? []].filter(file => PICTURE.test(file.type));
    if (!files.length) return false;
    event.preventDefault();
    files.forEach(file => this.upload(file, place ?? this.view.state.doc.length));
    return true;
  }

  async upload(file, place) {
    const waiting = `![${file.name} is being stored ${Math.random().toString(36).slice(2, 8)}…]()`;
    this.view.dispatch({ changes: { from: place, insert: waiting } });
    try {
      this.replace(waiting, (await this.desk.ask('picture', { picture: file })).markdown);
    } catch (error) {
      this.replace(waiting, '');
      this.desk.trouble(error);
    }
  }

  use(tool) {
    if (!tool) return;
    const { state } = this.view, line = state.doc.lineAt(state.selection.main.head);
    const below = text => ({ from: line.to, insert: (line.text.trim() ? '\n\n' : '') + text });
    const next = 1 + Math.max(0, ...[...this.value.matchAll(/^\*\*[^*\n]*#(\d{1,3}):\*\*/gm)].map(match => Number(match[1])));
    const tools = {
      bold: () => wrap('**')(this.view),
      link: () => link(this.view),
      code: () => wrap('`')(this.view),
      list: () => this.put({ from: line.from, insert: '- ' }),
      segment: () => this.put(below(`**${this.dataset.host} #${next}:** [](https://) \n\n- `), '[', 1),
      time: () => this.put({ from: line.to, insert: ' 00:00' }, '00:00', 0, 5),
      sponsor: () => this.put(below('Sponsor:  https://'), ': ', 2),
    };
    tools[tool]();
    this.view.focus();
  }

  put(change, mark = change.insert, skip = mark.length, length = 0) {
    const anchor = change.from + change.insert.indexOf(mark) + skip;
    this.view.dispatch({ changes: change, selection: { anchor, head: anchor + length }, userEvent: 'input' });
  }

  /* Arrows walk through a toolbar; it is one stop of the Tab key. */
  walk(event, buttons) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = buttons[(buttons.indexOf(event.target) + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }
}

customElements.define('notes-editor', NotesEditor);
