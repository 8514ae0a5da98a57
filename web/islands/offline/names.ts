/** Holds the lessons that were taken along, until somebody signs out. */
export const TAKEN = "xingtan-taken";
/** Holds styles, scripts and the page that is shown without a line; nothing of anybody. */
export const STATIC = "xingtan-static";
/** Says to whom what is kept on this device belongs; absent: nothing is. */
export const FLAG = "xingtan-offline";
/** What a device shows instead of any page while there is no line. */
export const SHELL = "/offline?shell=1";
/** Until when a kept answer may be shown, ms since 1970. */
export const UNTIL = "x-xingtan-until";
/** Marks requests that ask the server and not what is kept. */
export const FRESH = "x-xingtan-fresh";
/** Offline page of a lesson, and its files. */
export const TAKEN_PATH = /^(\/courses\/[0-9a-f-]{36}\/lessons\/[0-9a-f-]{36})\/taken(?:\/|$)/;
