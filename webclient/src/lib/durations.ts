/** How long "I feel ..." may hold. */

/** The choices in seconds; the last is the longest that the server takes: until somebody says otherwise. */
export const DURATIONS_S = [300, 1_800, 3_600, 86_400] as const;
export type Duration_s = (typeof DURATIONS_S)[number];

export const UNTIL_I_SAY_SO_S = 86_400;
export const USUAL_S: Duration_s = 1_800;
