/* Keeps an episode playing while its listener goes from page to page. Imported by player.js when something plays for the first time:
   a page that nobody plays pays nothing, and while nothing plays pages load as ever. The Navigation API minds history, scrolling and
   the browser's own sign of loading; a browser without it loads pages as ever, too. See docs/player.md. */
const PARTS = [".top", "#Main", ".foot"];
const STAYS = "script[src], meta[charset], meta[name=viewport], meta[name=color-scheme], link:is([rel=stylesheet], [rel=preload], [rel=icon])";

const $ = (sel, root = document) => root.querySelector(sel);
const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];
const version = page => $("link[rel=stylesheet]", page)?.href;
const addressOf = el => el.src ?? el.href;
const keyOf = dock => dock?.querySelector("episode-player").dataset.key;

const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");
document.body.append(said);

const isPlaying = () => $$("episode-player audio").some(audio => !audio.paused);

// Our pages end in a slash; feeds, audio and other files do not, and the hosts' desk is another house.
const isPage = url => url.pathname.endsWith("/") && !url.pathname.startsWith("/admin/");

function isOurs(event) {
  if (!event.canIntercept || event.hashChange || event.formData || event.downloadRequest !== null) return false;
  if (event.navigationType === "traverse") return true; // between pages that this document has shown
  return event.navigationType !== "reload" && event.userInitiated && isPlaying() && isPage(new URL(event.destination.url));
}

window.navigation?.addEventListener("navigate", event => {
  if (isOurs(event)) event.intercept({ focusReset: "manual", handler: () => visit(event) });
});

async function visit({ destination, navigationType, signal }) {
  const page = await read(destination.url, signal).catch(() => null);
  if (signal.aborted) return;
  if (!page) return location.reload(); // the address is the new one already
  show(page, navigationType === "traverse");
}

/** The page, or nothing where only the browser can tell what it is: an error, a redirect, no HTML, a newer version of the site. */
async function read(url, signal) {
  const response = await fetch(url, { signal, headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected || !response.headers.get("content-type")?.startsWith("text/html")) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return PARTS.every(part => $(part, page) && $(part)) && version(page) === version(document) ? page : null;
}

function show(page, again) {
  for (const name of ["lang", "dir"]) document.documentElement[name] = page.documentElement[name];
  for (const el of $$("head > *")) if (!el.matches(STAYS)) el.remove();
  document.head.append(...$$("head > *", page).filter(el => !el.matches(STAYS)));
  for (const part of PARTS) $(part).replaceWith($(part, page));
  const dock = $(".dock", page), key = keyOf(dock);
  offer(dock);
  bring(page);
  if (!again) scrollTo({ top: 0, behavior: "instant" });
  $("#Main").tabIndex = -1;
  $("#Main").focus({ preventScroll: true });
  said.textContent = document.title;
  document.dispatchEvent(new CustomEvent("page:shown", { detail: { key, again } }));
}

/** Another episode's dock waits unseen behind the one that plays, until its own play is pressed. */
function offer(dock) {
  const playing = $("#Player");
  for (const other of $$(".dock")) if (other !== playing) other.remove();
  if (!dock || keyOf(dock) === keyOf(playing)) return;
  dock.removeAttribute("id");
  dock.setAttribute("data-lazy", "");
  playing.after(dock);
}

/** Scripts and style sheets of this page that those before it did not need. */
function bring(page) {
  const needed = "script[src], link[rel=stylesheet]", known = new Set($$(needed).map(addressOf));
  for (const el of $$(needed, page)) {
    if (known.has(addressOf(el))) continue;
    const own = Object.assign(document.createElement(el.localName), { async: false }); // one that was parsed elsewhere would not run
    for (const { name, value } of el.attributes) own.setAttribute(name, value);
    document.head.append(own);
  }
}

export default () => { /* whoever plays, it works for all */ };
