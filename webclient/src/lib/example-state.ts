/** A whole state as the server sends it, for tests. */

export const EXAMPLE_STATE = {
  camera: { source: 'demo', status: 'ok', error: null },
  frame: { width: 640, height: 480 },
  face: {
    box: [220, 120, 200, 220],
    landmarks: {
      left_eye: [[350, 190], [380, 190], [365, 200]],
      right_eye: [[260, 190], [290, 190], [275, 200]],
      left_brow: [[345, 170], [385, 170]],
      right_brow: [[255, 170], [295, 170]],
      mouth: [[285, 280], [355, 280], [320, 300]],
      outline: [[220, 120], [420, 120], [320, 340]],
    },
  },
  expression: {
    neutral: 0.1,
    happy: 0.82,
    surprised: 0.03,
    sad: 0.01,
    angry: 0.01,
    disgusted: 0.01,
    fearful: 0.01,
    contemptuous: 0.01,
  },
  mood: {
    emotion: 'happy',
    emoji: '😄',
    confidence: 0.82,
    valence: 0.6,
    arousal: 0.3,
    since: 1_790_000_000,
    source: 'face',
  },
  strategy: 'match',
  genres: ['dance', 'upbeat pop'],
  playing: {
    uri: 'local:track:one.ogg',
    name: 'One',
    artists: ['Somebody'],
    genre: 'Dance',
    ours: true,
    reasons: ['happy → dance'],
  },
  player: 'playing',
  upcoming: [
    { uri: 'local:track:two.ogg', name: 'Two', artists: [], genre: null, ours: false, reasons: [] },
  ],
  timing_ms: { read: 1, face: 5, expression: 2, total: 8 },
  errors: [],
  watching: true,
  feed: 'video',
};
