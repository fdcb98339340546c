/** Paths of Linux, macOS and Windows as text: layers without Node work with them too. */

/** `/runs/one/step-5` is "step-5" in "/runs/one". */
export function folderAndName(path: string): { folder: string; name: string } {
  const isSeparator = (at: number): boolean => path[at] === '/' || (path[at] === '\\' && isWindowsPath(path));
  let end = path.length;
  while (end > 0 && isSeparator(end - 1)) end--;
  let start = end;
  while (start > 0 && !isSeparator(start - 1)) start--;
  const folder = path.slice(0, Math.max(start - 1, 0));
  // A root keeps its separator: "/", "C:\".
  const isRoot = start > 0 && (folder === '' || /^[a-z]:$/i.test(folder));
  return { folder: isRoot ? path.slice(0, start) : folder || '.', name: path.slice(start, end) };
}

export function joinedPath(folder: string, name: string): string {
  const separator = isWindowsPath(folder) ? '\\' : '/';
  return /[\\/]$/.test(folder) ? folder + name : folder + separator + name;
}

/** Only Windows paths separate by backslashes: on other systems a backslash may be part of a name. */
function isWindowsPath(path: string): boolean {
  return /^([a-z]:|\\\\)/i.test(path);
}
