import { Island, fill, icon } from "./island.ts";
import { type Outcome, type TakenLesson, type WaitingReport, bytes, isGood, sentence, weight } from "./logic/offline.ts";
import { settleOwner } from "./offline/owner.ts";
import { send } from "./offline/send.ts";
import * as shelf from "./offline/shelf.ts";
import { gather } from "./offline/slips.ts";
import { able, remove, renew, room, sweep } from "./offline/take.ts";
import { lasting } from "./offline/words.ts";
import { type Check, PresenceCheck } from "./player/check.ts";
import { day } from "./take-along.ts";

/** The server was asked about a lesson just now. */
const JUST_NOW = 60_000;

/** What this device took along and what waits to be sent: shows it, removes it, sends it, asks for presence. */
export default class OfflineLessons extends Island {
  #signal!: AbortSignal;

  protected override start(signal: AbortSignal): void {
    this.#signal = signal;
    if (!able()) return this.say(this.words("unable"));
    const on = (act: string, go: () => Promise<void>) =>
      this.querySelector(`:scope > section [data-act="${act}"]`)?.addEventListener("click", () => void go(), { signal });
    on("send", () => this.#send());
    on("check", () => this.#check());
    on("empty", () => this.#empty());
    const head = document.querySelector("h1");
    const cut = head?.textContent ?? "";
    const line = (there: boolean) => {
      if (head && this.words("online")) head.textContent = there ? this.words("online") : cut;
      void (there ? this.#send() : this.#show());
    };
    addEventListener("online", () => line(true), { signal });
    addEventListener("offline", () => line(false), { signal });
    if (new URLSearchParams(location.search).has("left")) this.say(this.words("left"));
    void this.#begin().catch(() => this.say(this.words("unable")));
  }

  async #begin(): Promise<void> {
    await settleOwner();
    await gather();
    const kept = await sweep();
    await this.#show();
    if (!navigator.onLine) return;
    await this.#send();
    // Only somebody signed in is told whether a lesson is still theirs
    for (const one of kept) if (Date.now() - one.checked > JUST_NOW) await renew(one);
    await this.#show();
  }

  async #send(): Promise<void> {
    const waited = (await shelf.reports()).length;
    if (waited && navigator.onLine) this.say(this.words("sending"));
    const became = await send();
    if (waited || became !== "nothing") this.say(this.words(became));
    await this.#show();
  }

  async #check(): Promise<void> {
    const asked = await shelf.asked();
    const dialog = this.querySelector<HTMLDialogElement>("dialog[data-check-part]");
    if (!asked || !dialog) return this.#send();
    const words = { late: this.words("late"), offline: this.words("unanswered") };
    const check = new PresenceCheck(dialog, `${asked.lesson}/presence`, words, (passed) => {
      void shelf.unask().then(async () => {
        this.say(this.words(passed.outcome === "over" ? "over" : "checked"));
        await this.#send();
      });
    }, this.#signal);
    check.ask(asked.check as Check, asked.token);
  }

  async #empty(): Promise<void> {
    for (const { href } of await shelf.lessons()) await remove(href);
    await this.#show();
    this.say(this.words("emptied"));
  }

  async #show(): Promise<void> {
    const [lessons, waiting, outcomes, asked] = await Promise.all([
      shelf.lessons(), shelf.reports(), shelf.outcomes(), shelf.asked(),
    ]);
    this.#list(lessons, waiting);
    const sum = waiting.reduce((all, report) => all + weight(report), 0);
    this.#part("waits").textContent = sum
      ? fill(this.words("waiting"), { time: lasting(sum, this.dataset) })
      : this.words("nothing");
    this.#button("send").hidden = !waiting.length || !navigator.onLine || asked !== undefined;
    this.#button("check").hidden = !asked || !waiting.length || !navigator.onLine;
    this.#button("empty").hidden = !lessons.length;
    this.#outcomes(outcomes, waiting);
    const free = await room();
    this.#part("space").textContent = free === undefined ? "" : fill(this.words("space"), { free: bytes(free) });
    this.dataset.state = "ready";
  }

  #list(lessons: TakenLesson[], waiting: WaitingReport[]): void {
    const list = this.#part("list");
    const template = this.querySelector<HTMLTemplateElement>("template[data-item-part]");
    this.#part("none").hidden = lessons.length > 0;
    list.hidden = !lessons.length;
    list.replaceChildren(...lessons.map((lesson) => {
      const item = (template?.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
      const link = item.querySelector("a");
      const good = isGood(lesson, Date.now());
      if (link) {
        link.textContent = lesson.title;
        link.href = good ? `${lesson.href}/taken` : lesson.href;
      }
      const course = item.querySelector(".take-name .quiet");
      if (course) course.textContent = lesson.course;
      const sum = waiting.filter((it) => it.lesson === lesson.href).reduce((all, it) => all + weight(it), 0);
      const facts = [
        good ? fill(this.words("until"), { size: bytes(lesson.size), until: day(new Date(lesson.until)) }) : this.words("lapsed"),
        ...(sum ? [fill(this.words("waits"), { time: lasting(sum, this.dataset) })] : []),
      ];
      const place = item.querySelector("[data-facts]");
      if (place) place.textContent = facts.join(" · ");
      item.querySelector("button")?.addEventListener("click", () => void this.#remove(lesson), { signal: this.#signal });
      return item;
    }));
  }

  async #remove(lesson: TakenLesson): Promise<void> {
    await remove(lesson.href);
    await this.#show();
    this.say(fill(this.words("removed"), { title: lesson.title }));
  }

  #outcomes(outcomes: Outcome[], waiting: WaitingReport[]): void {
    const list = this.#part("outcomes");
    list.hidden = !outcomes.length;
    list.replaceChildren(...outcomes.sort((a, b) => b.at - a.at).map((outcome) => {
      const item = document.createElement("li");
      const which = sentence(outcome, waiting.some(({ lesson }) => lesson === outcome.lesson));
      item.dataset.tone = which === "counted" ? "pine" : "ochre";
      const text = document.createElement("span");
      const link = document.createElement("a");
      link.href = outcome.lesson;
      link.textContent = outcome.title;
      const why = document.createElement("span");
      why.className = "quiet";
      const times = {
        claimed: lasting(outcome.claimed, this.dataset),
        counted: lasting(outcome.counted, this.dataset),
        reason: outcome.reason || this.words("unclear"),
      };
      why.textContent = fill(this.words(which), times) + (outcome.done ? ` ${this.words("done")}` : "");
      text.append(link, why);
      item.append(icon(which === "counted" ? "done" : "clock"), text, document.createElement("span"));
      return item;
    }));
  }

  #part(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-${name}-part]`) ?? document.createElement("p");
  }

  #button(act: string): HTMLElement {
    return this.querySelector<HTMLElement>(`:scope > section [data-act="${act}"]:not(li *)`) ?? document.createElement("button");
  }
}
