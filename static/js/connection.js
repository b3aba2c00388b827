/* When the network goes while an episode plays: say so, keep the place, and go on by itself. Imported by player.js when something
   plays for the first time. What was heard before will be heard again, so each try waits a little longer, and the last word is never
   an error. A listener who pauses ends it. */
const phrases = JSON.parse(document.getElementById("Phrases")?.textContent ?? "{}"), say = text => phrases[text] ?? text;
const LOST = say("Connection lost, waiting");
const PATIENCE = 10; // seconds in which not a byte came, before the connection counts as lost
const LONGEST = 30; // seconds between two tries

export default player => {
  const { audio } = player;
  let heard = audio.played.length > 0, tries = 0, timer;
  const on = (target, name, run, capture) => target.addEventListener(name, run, { signal: player.gone.signal, capture });
  const isWaiting = () => player.dataset.state === "waiting" && !audio.paused;
  const later = (seconds, run) => { clearTimeout(timer); timer = setTimeout(run, 1000 * seconds); };

  const lost = () => {
    if (audio.paused) return;
    player.show("waiting", LOST);
    later(Math.min(2 ** tries++, LONGEST), again);
  };
  const again = () => { player.reload(); player.play(); };
  const rest = () => { clearTimeout(timer); tries = 0; };
  const starve = () => {
    player.show("waiting", tries || !navigator.onLine ? LOST : "");
    later(PATIENCE, lost);
  };

  on(audio, "progress", () => { if (isWaiting()) later(PATIENCE, lost); });
  on(audio, "playing", () => { heard = true; rest(); });
  on(audio, "pause", () => { rest(); if (player.dataset.state === "waiting") player.show(); });
  // In the capturing phase: before the player takes the words back, or calls it an error.
  on(audio, "waiting", event => { event.stopImmediatePropagation(); starve(); }, true);
  on(audio, "error", event => {
    heard ||= audio.played.length > 0;
    if (!heard || audio.paused || audio.error.code === MediaError.MEDIA_ERR_DECODE) return;
    event.stopImmediatePropagation();
    lost();
  }, true);
  on(window, "online", () => { if (isWaiting()) again(); });
  on(window, "offline", () => { if (isWaiting()) starve(); });
  player.gone.signal.addEventListener("abort", rest);
};
