import { type Outcome, type Slip, type TakenLesson, type WaitingReport, recorded } from "../logic/offline.ts";
import { TAKEN } from "./names.ts";

/**
 * What the device keeps in IndexedDB: the lessons taken along, reports that wait, and what became of those that went
 * out. Pages and the worker share it. The server believes nothing of it.
 */
const NAME = "xingtan-offline";
const STORES = ["lessons", "reports", "outcomes", "notes"] as const;
type Store = (typeof STORES)[number];

/** A presence check that the server asked for before it counts on. */
export interface Asked {
  check: { id: string; question: string; options: { value: number; text: string }[] };
  token: string;
  lesson: string;
}

let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const db = asked.result;
      db.createObjectStore("lessons", { keyPath: "href" });
      db.createObjectStore("reports", { keyPath: "id", autoIncrement: true });
      db.createObjectStore("outcomes", { keyPath: "lesson" });
      db.createObjectStore("notes");
    };
    asked.onsuccess = () => {
      // A later version of the program wants to change it: this page gives way
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
    asked.onerror = () => failed(asked.error ?? new Error("no database"));
  }).catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** One transaction; what `act` answers is what it gives once all of it is kept. */
async function unit<T>(
  stores: readonly Store[],
  mode: "readonly" | "readwrite",
  act: (on: (store: Store) => IDBObjectStore, give: (value: T) => void) => void,
): Promise<T | undefined> {
  const db = await database();
  return new Promise((done, failed) => {
    const tx = db.transaction([...stores], mode);
    let given: T | undefined;
    tx.oncomplete = () => done(given);
    tx.onerror = tx.onabort = () => failed(tx.error ?? new Error("not kept"));
    act((store) => tx.objectStore(store), (value) => (given = value));
  });
}

async function all<T>(store: Store): Promise<T[]> {
  const found = await unit<T[]>([store], "readonly", (on, give) => {
    const asked = on(store).getAll() as IDBRequest<T[]>;
    asked.onsuccess = () => give(asked.result);
  });
  return found ?? [];
}

async function one<T>(store: Store, key: string): Promise<T | undefined> {
  return unit<T>([store], "readonly", (on, give) => {
    const asked = on(store).get(key) as IDBRequest<T>;
    asked.onsuccess = () => give(asked.result);
  });
}

const put = (store: Store, value: unknown, key?: string) =>
  unit<never>([store], "readwrite", (on) => void (key === undefined ? on(store).put(value) : on(store).put(value, key)));
const drop = (store: Store, key: string | number) => unit<never>([store], "readwrite", (on) => void on(store).delete(key));

export const lessons = (): Promise<TakenLesson[]> => all<TakenLesson>("lessons");
export const lesson = (href: string): Promise<TakenLesson | undefined> => one<TakenLesson>("lessons", href);
export const keepLesson = (kept: TakenLesson): Promise<unknown> => put("lessons", kept);
export const dropLesson = (href: string): Promise<unknown> => drop("lessons", href);
export const reports = (): Promise<WaitingReport[]> => all<WaitingReport>("reports");
export const outcomes = (): Promise<Outcome[]> => all<Outcome>("outcomes");
export const outcome = (href: string): Promise<Outcome | undefined> => one<Outcome>("outcomes", href);
export const asked = (): Promise<Asked | undefined> => one<Asked>("notes", "asked");
export const ask = (check: Asked): Promise<unknown> => put("notes", check, "asked");
export const unask = (): Promise<unknown> => drop("notes", "asked");

/** Something was studied without a line: it gets its number and waits, once. False: the lesson is not on this device. */
export async function add(slip: Slip): Promise<boolean> {
  const { lesson: href, seconds, played, position } = slip;
  const kept = await unit<boolean>(["lessons", "reports"], "readwrite", (on, give) => {
    const found = on("lessons").get(href) as IDBRequest<TakenLesson | undefined>;
    found.onsuccess = () => {
      const lesson = found.result;
      if (!lesson) return;
      const { token, seq, title } = lesson;
      give(true);
      const now = recorded(lesson, slip);
      if (!now) return;
      on("reports").add({ lesson: href, title, token, seq, seconds, played, position } satisfies WaitingReport);
      on("lessons").put(now);
    };
  });
  return kept === true;
}

/** A report has gone out, taken or refused; `all` of its token where nothing more of that will be taken. */
export async function settle(report: WaitingReport, became: Outcome, whole: boolean): Promise<void> {
  await unit(["reports", "outcomes"], "readwrite", (on) => {
    on("outcomes").put(became);
    if (!whole && report.id !== undefined) return void on("reports").delete(report.id);
    const cursor = on("reports").openCursor();
    cursor.onsuccess = () => {
      const at = cursor.result;
      if (!at) return;
      if ((at.value as WaitingReport).token === report.token) at.delete();
      at.continue();
    };
  });
}

/** Nothing of anybody stays. */
export async function purge(): Promise<void> {
  await Promise.allSettled([
    caches.delete(TAKEN),
    unit(STORES, "readwrite", (on) => {
      for (const store of STORES) on(store).clear();
    }),
  ]);
}
