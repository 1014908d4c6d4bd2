/** The emotions in the order of the classifier, as `mopidy_moodcam/emotions.py` has them (a test compares the two). */
export const EMOTIONS = [
  { name: 'neutral', emoji: '😐' },
  { name: 'happy', emoji: '😄' },
  { name: 'surprised', emoji: '😮' },
  { name: 'sad', emoji: '😢' },
  { name: 'angry', emoji: '😠' },
  { name: 'disgusted', emoji: '🤢' },
  { name: 'fearful', emoji: '😨' },
  { name: 'contemptuous', emoji: '😒' },
] as const;

export type Emotion = (typeof EMOTIONS)[number]['name'];

/** What a mood can be: an emotion, or nobody has been seen for a while. */
export type MoodName = Emotion | 'unknown';

export const LABELS: readonly Emotion[] = EMOTIONS.map((emotion) => emotion.name);
