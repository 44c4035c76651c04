pragma Singleton

import QtQuick

// Keeps Japanese phrases whole. Qt breaks a line between any two kana or kanji; word joiners (U+2060) between them
// leave only the ends of phrases: after a punctuation mark, after を, and where a particle meets the next word.
// A phrase that is longer than its line is still broken anywhere. Text without kana and kanji stays as it is.
QtObject {
    id: root

    readonly property string joiner: "\u2060"

    function joined(sentence: string): string {
        if (!/[\u3041-\u30ff\u4e00-\u9fff]/.test(sentence))
            return sentence;
        const signs = Array.from(sentence);
        return signs.map((sign, at) => at > 0 && !root.mayBreak(signs, at) ? root.joiner + sign : sign).join("");
    }

    // Whether a phrase ends before the sign at `at`. A single kana between two kanji is more often part of a verb, as in
    // 受け取り, than the end of a word, unless it is a particle; ん is mostly inside of one, as in 抽せん券. Where the
    // rule is wrong, as in もう一度, the translation has a joiner of its own.
    function mayBreak(signs: list<string>, at: int): bool {
        const before = signs[at - 1];
        if (/[、。！？：・）を\s\u200b]/.test(before))
            return true;
        if (!root.isHiragana(before) || /[おごん]/.test(before) || !root.beginsWord(signs, at))
            return false;
        return /[のにへはがでともや]/.test(before) || at > 1 && root.isHiragana(signs[at - 2]);
    }

    function isHiragana(sign: string): bool {
        return /[\u3041-\u309f]/.test(sign);
    }

    // Kanji, katakana or a figure begins a word, and so does the polite お or ご before a kanji.
    function beginsWord(signs: list<string>, at: int): bool {
        return /^(?:[おご]?[\u4e00-\u9fff]|[\u30a1-\u30f6]|[0-9])/.test(signs.slice(at, at + 2).join(""));
    }
}
