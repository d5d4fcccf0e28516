// Markdown of one paragraph without its markup. Follows inline_text in kb_tools/search/card.py.
"use strict";
{
    const kb = (globalThis.kb ??= {});
    const { words } = kb.spaces;

    /** Markup of a line, with what stays of it. A backslash before a letter is none: C:\Windows. */
    const INLINE =
        /(`+)(?<code>[^`]+)\1|!?\[(?<label>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|\\(?<escaped>[!-/:-@[-`{-~])|<\/?[a-zA-Z][^>]{0,300}>|\{[:#.][^}]*\}|\*+|_{2,3}|`+/gu;

    function inlineText(markdown) {
        const shown = markdown.replace(INLINE, (...found) => {
            const { code, label, escaped } = found.at(-1);
            return code || label || escaped || "";
        });
        return words(shown).join(" ");
    }

    kb.markup = Object.freeze({ inlineText });
}
