/* When the network goes while an episode plays: say so, keep the place, and go on by itself. Imported by player.js when something
   plays for the first time. What was heard before will be heard again, so each try waits a little longer, and the last word is never
   an error. A listener who pauses ends it. */
const PATIENCE = 10; // seconds in which not a byte came, before the connection counts as lost
const LONGEST = 30; // seconds between two tries

export default player => {
  const { audio } = player;
  let heard = audio.played.length > 0, tries = 0, timer;
  const on = (target, name, run, capture) => target.addEventListener(name, run, { signal: player.gone.signal, capture });
  const later = (seconds, run) => { clearTimeout(timer); timer = setTimeout(run, 1000 * seconds); };

  const lost = () => {
    if (audio.paused) return;
    player.show("waiting", "Connection lost, waiting");
    later(Math.min(2 ** tries++, LONGEST), () => player.again());
  };
  const rest = () => { clearTimeout(timer); tries = 0; };
  const starve = () => {
    const words = tries || !navigator.onLine ? "Connection lost, waiting" : "";
    player.show("waiting", words);
    later(PATIENCE, lost);
  };

  on(audio, "waiting", starve);
  on(audio, "progress", () => { if (timer && !tries && player.dataset.state === "waiting") later(PATIENCE, lost); });
  on(audio, "playing", () => { heard = true; rest(); });
  on(audio, "pause", () => { rest(); if (player.dataset.state === "waiting") player.show(); });
  // In the capturing phase: before the player calls it an error.
  on(audio, "error", event => {
    if (!heard || audio.paused || audio.error.code === MediaError.MEDIA_ERR_DECODE) return;
    event.stopImmediatePropagation();
    lost();
  }, true);
  on(window, "online", () => { if (player.dataset.state === "waiting" && !audio.paused) player.again(); });
  on(window, "offline", () => { if (player.dataset.state === "waiting" && !audio.paused) starve(); });
  player.gone.signal.addEventListener("abort", rest);
};
