/* What plays, on the lock screen and under the keys of headphones. Imported by player.js when something plays for the first time. */
export default player => {
  const { audio, dataset: { title, show, artwork } } = player;
  const session = navigator.mediaSession;
  if (!session) return;
  const acts = {
    play: () => player.play(), pause: () => audio.pause(), seekto: event => player.seek(event.seekTime),
    seekbackward: () => player.run("back"), seekforward: () => player.run("forward"),
    previoustrack: () => player.chapter(-1), nexttrack: () => player.chapter(1),
  };
  for (const name in acts) try { session.setActionHandler(name, acts[name]); } catch { /* unknown to this browser */ }

  let told;
  const tell = () => {
    const { duration, playbackRate, paused } = audio;
    session.playbackState = paused ? "paused" : "playing";
    if (duration) session.setPositionState?.({ duration, playbackRate, position: Math.min(player.time, duration) });
    const now = player.current?.title ?? title;
    if (now === told) return;
    told = now;
    session.metadata = new MediaMetadata({ title: now, artist: show, album: title, artwork: artwork ? [{ src: artwork }] : [] });
  };
  for (const name of ["timeupdate", "play", "pause", "ratechange"]) audio.addEventListener(name, tell, { signal: player.gone.signal });
  tell();
};
