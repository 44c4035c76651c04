"""What people ask, with answers that hold in every shop; a programme adds its own or says them otherwise."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from shared.domain.text import Text

_SHARED: Final = 0.6
"""So many of a word's pairs of characters have to occur for it to be meant: one slip in six characters."""
_SLIPS_FROM: Final = 4
_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """A question and its answer; `also` are words by which it is sought and which it does not have, readings too."""

    key: str
    question: Text
    answer: Text
    also: tuple[str, ...] = ()


USUAL_FAQ: Final = (
    FaqEntry(
        "points",
        Text("How do I get points?", "ポイントをもらうには？"),
        Text(
            "Show your card at the till when you pay. What is still to be confirmed stands on your page as on its way, "
            "and counts soon.",
            "お会計のときに会員カードをお見せください。確認中のポイントは「準備中」としてご自分のページに表示され、"
            "確認後にお使いいただけます。",
        ),
        ("earn", "collect", "missing", "たまる", "貯める", "ためる", "つかない"),
    ),
    FaqEntry(
        "expiry",
        Text("When do my points expire?", "ポイントの期限はいつですか？"),
        Text(
            "Hold your card to the reader: your page shows how many points expire next, and on which day. "
            "Those that expire soonest are used first.",
            "カードを読み取り口にかざすと、次に期限が来るポイントとその日がご自分のページに表示されます。"
            "期限の近いポイントから先に使われます。",
        ),
        ("expire", "expiry", "valid", "きげん", "有効", "ゆうこう", "失効", "きれる"),
    ),
    FaqEntry(
        "turns",
        Text("How do I get a turn at the draw?", "抽せんに参加するには？"),
        Text(
            "By shopping: your page says how much brings one. Every turn takes one ball out of the drum, "
            "and what is left in it stands beside it.",
            "お買い物でもらえます。いくらで1回になるかは、ご自分のページに表示されます。"
            "1回ごとに玉が1つ出て、残りの玉の数は抽せん器の横に表示されます。",
        ),
        (
            "ticket",
            "draw",
            "fair",
            "chance",
            "ちゅうせん",
            "抽選",
            "がらがら",
            "ガラポン",
            "くじ",
            "あたり",
            "チケット",
        ),
    ),
    FaqEntry(
        "lost",
        Text("I have lost my card", "カードをなくしました"),
        Text(
            "Please come to the counter. You get a new card, and the old one ends: your points, turns and prizes stay "
            "yours.",
            "カウンターへお越しください。新しいカードをお渡しし、古いカードは使えなくなります。"
            "ポイント、抽せんの回数、景品はそのままです。",
        ),
        ("stolen", "replace", "forgot", "紛失", "ふんしつ", "なくした", "わすれた", "忘れた", "再発行", "さいはっこう"),
    ),
    FaqEntry(
        "prize",
        Text("My prize code does not work", "景品のコードが使えません"),
        Text(
            "Your card knows your prizes too: bring it to the counter that is named with the prize, by its last day. "
            "If anything is unclear, we look at it together.",
            "景品はカードにも記録されています。景品とともに表示されているカウンターへ、期限の日までにカードをお持ちください。"
            "ご不明な点は、係が一緒に確認します。",
        ),
        (
            "voucher",
            "collect",
            "pick up",
            "won",
            "photo",
            "しょうひん",
            "賞品",
            "けいひん",
            "引換",
            "ひきかえ",
            "受け取り",
            "うけとり",
            "写真",
        ),
    ),
    FaqEntry(
        "privacy",
        Text("Who sees my data?", "個人情報は誰が見ますか？"),
        Text(
            "This screen knows your nickname and your points, and forgets them when you go. Our staff see what they "
            "need to help you. At the counter you can have your data shown, corrected or deleted.",
            "この画面に出るのはニックネームとポイントだけで、終わると消えます。"
            "係が見るのは、お手伝いに必要な内容だけです。カウンターで内容の確認、訂正、削除ができます。",
        ),
        ("privacy", "delete", "name", "phone", "こじんじょうほう", "プライバシー", "さくじょ", "でんわ", "なまえ"),
    ),
    FaqEntry(
        "joining",
        Text("How do I become a member?", "会員になるには？"),
        Text(
            "Joining is free. Where the first page offers it you can do it here in a minute, otherwise at the counter.",
            "入会は無料です。最初の画面に案内があればここで1分ほどで、なければカウンターでご入会いただけます。",
        ),
        ("join", "card", "new", "sign up", "かいいん", "にゅうかい", "入会", "登録", "とうろく", "はじめて"),
    ),
)


def with_usual(own: Iterable[FaqEntry]) -> tuple[FaqEntry, ...]:
    """Return a programme's own entries, then the usual ones that it does not say otherwise (by key)."""
    own = tuple(own)
    said = {entry.key for entry in own}
    return (*own, *(entry for entry in USUAL_FAQ if entry.key not in said))


def find_in_faq(entries: Iterable[FaqEntry], query: str) -> tuple[FaqEntry, ...]:
    """Return the entries that a query may mean, the likeliest first; all of them where nothing is asked.

    Both languages are looked through, capitals, widths and kinds of kana are alike, and a longer word may have a slip.
    """
    words = [word for part in query.split() if (word := _fold(part))]
    if not words:
        return tuple(entries)
    found = ((min(_likeness(word, entry) for word in words), entry) for entry in entries)
    # Sorting keeps the order of those that are alike.
    return tuple(entry for likeness, entry in sorted(found, key=lambda each: -each[0]) if likeness > 0)


def _likeness(word: str, entry: FaqEntry) -> float:
    title, answer = _sought(entry)
    if word in title:
        return 3.0
    if word in answer:
        return 2.0
    pairs = {word[at : at + 2] for at in range(len(word) - 1)}
    share = sum(pair in title for pair in pairs) / len(pairs) if pairs else 0.0
    return share if len(word) >= _SLIPS_FROM and share >= _SHARED else 0.0


@lru_cache(maxsize=256)
def _sought(entry: FaqEntry) -> tuple[str, str]:
    # What people type is not kept: they type what they like, and leave.
    title = _fold("".join((entry.question.en, entry.question.ja, *entry.also)))
    return title, _fold(entry.answer.en + entry.answer.ja)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_HIRAGANA)
    return "".join(filter(str.isalnum, plain))
