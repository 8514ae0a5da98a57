// What one does with forms.

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */

/**
 * Presses the button that sends a form, and waits for what is shown then.
 *
 * @param {Page} page
 * @param {string | Locator} button
 */
export async function send(page, button) {
  const pressed = typeof button === "string" ? page.locator(button) : button;
  await Promise.all([page.waitForEvent("load"), pressed.click()]);
}

/**
 * Opens the folded form that an element lies in.
 *
 * @param {Page} page
 * @param {string} inside
 */
export async function unfold(page, inside) {
  await page.locator(`details:has(${inside})`).evaluateAll((folds) => folds.forEach((fold) => fold.setAttribute("open", "")));
}

/**
 * A day of the institution as date fields take it, so many days from today.
 *
 * @param {number} days
 */
export function day(days) {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString("sv", { timeZone: "Asia/Shanghai" });
}
