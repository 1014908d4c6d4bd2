/** Which picture of a track may be shown: the page loads nothing from other hosts. */

/** As Mopidy lists it; the width is often not known. */
export interface CoverImage {
  readonly uri: string;
  readonly width?: number | null | undefined;
}

/** Wide enough for the largest place that a cover has on the page, at two device pixels each. */
export const WANTED_PX = 320;

/** The address of the image that fits best, or null where none may be shown. */
export function coverOf(images: readonly CoverImage[], page: string): string | null {
  const own = images.flatMap(({ uri, width }) => {
    const address = allowed(uri, page);
    return address === null ? [] : [{ address, width: width ?? WANTED_PX }];
  });
  const fitting = own.filter(({ width }) => width >= WANTED_PX).sort((a, b) => a.width - b.width);
  const smaller = own.sort((a, b) => b.width - a.width);
  return (fitting[0] ?? smaller[0])?.address ?? null;
}

function allowed(uri: string, page: string): string | null {
  if (uri.startsWith('data:image/')) return uri;
  if (!URL.canParse(uri, page)) return null;
  const url = new URL(uri, page);
  return url.origin === new URL(page).origin ? url.href : null;
}
