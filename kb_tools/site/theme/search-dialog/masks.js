"use strict";
/*
 * What may name a person or a contract is masked before a search is noted down: kb_tools/search/misses.py, rule by rule.
 * In doubt it is masked: a code that is lost costs less than a customer's number that is kept.
 */
{
  const kb = (globalThis.kb ??= {});
  // \w, \b and \d of Python mean all of Unicode.
  const WORD = String.raw`[\p{L}\p{N}_]`;
  const START = `(?<!${WORD})`;
  const END = `(?!${WORD})`;
  const D = String.raw`\p{Nd}`;

  const MAIL =
    String.raw`(?<![^\s@<>])[^\s@<>]+@[^\s@<>]+` +
    String.raw`|(?<![^\s@<>()\[\]])[^\s@<>()\[\]]+\s?(?:@|[(\[]at[)\]])\s?[^\s@<>]+\.[^\s@<>]+`;

  const URL_ = String.raw`${START}(?:https?:\/\/|www\.)\S+`;

  // IPv4, the address of a network card, IPv6.
  const ADDRESS =
    String.raw`${START}${D}{1,3}(?:\.${D}{1,3}){3}${END}|${START}[0-9a-f]{2}(?:[:\-][0-9a-f]{2}){5}${END}` +
    String.raw`|(?<![\p{L}\p{N}_:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\p{L}\p{N}_:])`;

  // 0x80070005, KB5005565, 550 5.1.10: what no customer has for a number.
  const PUBLIC =
    String.raw`(?<public>${START}0x ?[0-9a-f]{4} ?[0-9a-f]{4}(?![0-9a-f])|${START}0x[0-9a-f]{1,8}(?![0-9a-f])` +
    String.raw`|${START}kb[\- ]?${D}{6,7}(?!${D})` +
    String.raw`|(?<![${D}.])(?<!${D}[ \-])${D}{3}[ \-]${D}\.${D}{1,3}\.${D}{1,3}(?![${D}.])(?![ \-]${D}))`;

  // Letters and digits mixed, six digits and more: the number of a contract or a device.
  const NAME_WITH_DIGITS =
    String.raw`${PUBLIC}|(?<![\p{L}\p{N}_.\-])(?=[${D}_.\-]*[a-z])(?=(?:[a-z_.\-]*${D}){6})` +
    String.raw`[a-z${D}]+(?:[\-_.][a-z${D}]+)*`;

  // What may stand between the digits of one number.
  const BETWEEN = String.raw`[\s\(\)./\\_\|*'’·•+\-\u00ad\u2010-\u2015\u200b-\u200f\u2060\ufeff]{0,4}`;

  // Six digits and more: codes have fewer, phone numbers, cards and contracts have more.
  const NUMBER = String.raw`${PUBLIC}|${D}(?:${BETWEEN}${D}){5,}`;

  // A number that was read out digit by digit.
  const SPOKEN = String.raw`${START}(?:(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)${END}[\s,\-]*){7,}`;

  const MASKS = [
    [MAIL, "<mail>"],
    [URL_, "<address>"],
    [ADDRESS, "<ip>"],
    [NAME_WITH_DIGITS, "<number>"],
    [NUMBER, "<number>"],
    [SPOKEN, "<number> "],
  ].map(([pattern, name]) => [new RegExp(pattern, "giu"), name]);

  /** Text without mail and web addresses, IP addresses, and numbers that may be a phone, a card or a contract. */
  function masked(text) {
    for (const [pattern, name] of MASKS) {
      text = text.replace(pattern, (...found) => {
        const groups = found.at(-1);
        return (typeof groups === "object" && groups.public) || name;
      });
    }
    return text.trim().split(/\s+/).join(" ");
  }

  kb.masks = Object.freeze({ masked });
}
