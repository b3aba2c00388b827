/* <copy-text>: a button that copies the text area beside it. Without this script, select and copy. */
class CopyText extends HTMLElement {
  connectedCallback() {
    const [button, area, status] = ['[data-copy]', 'textarea', '[role=status]'].map(part => this.querySelector(part));
    button.hidden = false;
    button.addEventListener('click', async () => {
      area.select();
      try {
        await navigator.clipboard.writeText(area.value);
      } catch {
        document.execCommand('copy');            // without HTTPS there is no clipboard to write to
      }
      status.textContent = status.dataset.done;
    });
  }
}

customElements.define('copy-text', CopyText);
