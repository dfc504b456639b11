// The office's wall clock. "2023-01-03T08:10:00" is read as if it were UTC, so that no zone of this machine interferes.

const DAYS = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
const two = (number) => String(number).padStart(2, "0");

export const parse = (wall) => new Date(wall.length === 16 ? `${wall}:00Z` : `${wall}Z`);
export const wallOf = (date) => date.toISOString().slice(0, 19);

export const hour = (wall) => wall.slice(11, 16);
export const date = (wall) => `${wall.slice(8, 10)}/${wall.slice(5, 7)}/${wall.slice(0, 4)}`;
export const day = (wall) => `${DAYS[parse(wall).getUTCDay()]}, ${date(wall)}`;
export const stamp = (wall) => `${day(wall)} ${hour(wall)}`;
export const shortStamp = (wall) => `${wall.slice(8, 10)}/${wall.slice(5, 7)} ${hour(wall)}`;

/** What was typed as a Vietnamese date and hour (3/1/2023, 8:05 or 8h05), as wall time; null if there is no such time. */
export function readWall(typedDate, typedHour) {
  const date = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(typedDate);
  const hour = /^\s*(\d{1,2})(?:[:hg.](\d{2})?)?\s*$/i.exec(typedHour);
  if (!date || !hour) return null;
  const wall = `${date[3]}-${two(Number(date[2]))}-${two(Number(date[1]))}T${two(Number(hour[1]))}:${hour[2] ?? "00"}`;
  const real = parse(wall);
  return Number.isNaN(real.getTime()) || wallOf(real).slice(0, 16) !== wall ? null : wall;
}

/** For a list: the hour of today, the date of another day. */
export function brief(wall, now) {
  if (wall.slice(0, 10) === now.slice(0, 10)) return hour(wall);
  return `${two(parse(wall).getUTCDate())}/${two(parse(wall).getUTCMonth() + 1)}`;
}
