/** How many kinds of character a password has: small, capital, digit, other. */
export function classes(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((kind) => kind.test(password)).length;
}

/**
 * Whether a rule is met; undefined for a rule unknown here, which only the server can judge. `field` gives the value
 * of another field by its id.
 */
export function met(rule: string, password: string, field: (id: string) => string): boolean | undefined {
  const [name = "", argument = ""] = rule.split(":", 2);
  switch (name) {
    case "length":
      return Array.from(password).length >= Number(argument);
    case "classes":
      return classes(password) >= Number(argument);
    case "differs": {
      const other = field(argument).toLowerCase();
      return password !== "" && (other === "" || !password.toLowerCase().includes(other));
    }
    case "equals":
      return password !== "" && password === field(argument);
    default:
      return undefined;
  }
}
