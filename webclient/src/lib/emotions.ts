/**
 * The emotions in the order of the classifier, with their place on the plane of valence (unpleasant to pleasant)
 * and arousal (calm to excited), as `mopidy_moodcam/emotions.py` has them (a test compares the two).
 */
export const EMOTIONS = [
  { name: 'neutral', emoji: '😐', valence: 0, arousal: 0 },
  { name: 'happy', emoji: '😄', valence: 0.8, arousal: 0.4 },
  { name: 'surprised', emoji: '😮', valence: 0.3, arousal: 0.8 },
  { name: 'sad', emoji: '😢', valence: -0.7, arousal: -0.5 },
  { name: 'angry', emoji: '😠', valence: -0.6, arousal: 0.7 },
  { name: 'disgusted', emoji: '🤢', valence: -0.6, arousal: 0.3 },
  { name: 'fearful', emoji: '😨', valence: -0.6, arousal: 0.8 },
  { name: 'contemptuous', emoji: '😒', valence: -0.4, arousal: 0.1 },
] as const;

export type Emotion = (typeof EMOTIONS)[number]['name'];

/** What a mood can be: an emotion, or nobody has been seen for a while. */
export type MoodName = Emotion | 'unknown';

export const LABELS: readonly Emotion[] = EMOTIONS.map((emotion) => emotion.name);
export const MOOD_NAMES: readonly MoodName[] = [...LABELS, 'unknown'];

const EMOJI: Readonly<Record<MoodName, string>> = {
  ...(Object.fromEntries(EMOTIONS.map(({ name, emoji }) => [name, emoji])) as Record<Emotion, string>),
  unknown: '🫥',
};

export function emojiOf(mood: MoodName): string {
  return EMOJI[mood];
}
