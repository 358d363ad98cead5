// A new alarm is heard and felt. A browser allows both only after the page was touched once.

const NOTES_HZ = [880, 660, 880];
const NOTE_S = 0.22;

export class Ring {
  constructor() {
    this.context = null;
    this.rung = 0;
  }

  get isAllowed() {
    return this.context !== null && this.context.state === "running";
  }

  /** To be called from a touch or a key. */
  touched() {
    try {
      this.context ??= new AudioContext();
      if (this.context.state === "suspended") this.context.resume().catch(() => {});
    } catch {
      this.context = null;
    }
  }

  ring() {
    this.rung += 1;
    document.body.dataset.rung = String(this.rung);
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300, 150, 600]);
    if (!this.isAllowed) return;
    NOTES_HZ.forEach((hertz, place) => this.note(hertz, this.context.currentTime + place * NOTE_S * 1.2));
  }

  note(hertz, at) {
    const source = this.context.createOscillator();
    const volume = this.context.createGain();
    source.type = "triangle";
    source.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.6, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_S);
    source.connect(volume).connect(this.context.destination);
    source.start(at);
    source.stop(at + NOTE_S + 0.02);
  }
}
