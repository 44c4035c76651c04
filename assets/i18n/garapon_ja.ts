<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en_GB">
<context>
    <name>ActBar</name>
    <message>
        <source>Back</source>
        <translation>もどる</translation>
    </message>
</context>
<context>
    <name>AdjustPage</name>
    <message>
        <source>Adjust points</source>
        <translation>ポイントを調整</translation>
    </message>
    <message>
        <source>Puts right what is held: %1. With this it is settled.</source>
        <comment>an operation</comment>
        <translation>保留中の「%1」の代わりです。記録すると保留は解決します。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>調整前</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>増減</translation>
    </message>
    <message>
        <source>After</source>
        <translation>調整後</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>加える</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>差し引く</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Above %1 somebody else has to agree: %2.</source>
        <translation>%1を超えると承認が必要です（%2）。</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Ask for agreement</source>
        <translation>承認をもらう</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>調整する</translation>
    </message>
    <message>
        <source>A second person agrees: scan a badge</source>
        <translation>承認する方のバッジをスキャンしてください</translation>
    </message>
    <message>
        <source>Adjusted</source>
        <translation>調整しました</translation>
    </message>
    <message>
        <source>Not adjusted</source>
        <translation>調整できませんでした</translation>
    </message>
    <message>
        <source>Undo stands in the history for some minutes.</source>
        <translation>しばらくの間、履歴から取り消せます。</translation>
    </message>
    <message>
        <source>To the member</source>
        <translation>会員ページへ</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>入力し直す</translation>
    </message>
</context>
<context>
    <name>AskingPage</name>
    <message>
        <source>Asking for you</source>
        <translation>確認しています</translation>
    </message>
    <message>
        <source>Looking for your card</source>
        <translation>カードを確認しています</translation>
    </message>
    <message>
        <source>%1: one moment, please.</source>
        <translation>%1：少々お待ちください。</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>It is new at this shop. One moment, please.</source>
        <translation>この店では初めてのカードです。少々お待ちください。</translation>
    </message>
    <message>
        <source>Waiting for the answer</source>
        <translation>返事を待っています</translation>
    </message>
</context>
<context>
    <name>AttractPage</name>
    <message>
        <source>Until %1</source>
        <translation>%1まで</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>いらっしゃいませ</translation>
    </message>
    <message>
        <source>Show your card to see your points.</source>
        <translation>会員カードでポイントをご覧いただけます。</translation>
    </message>
    <message>
        <source>What the camera sees, to hold your card right</source>
        <translation>カードを合わせるための画面</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>残り%1個</translation>
    </message>
    <message>
        <source>Join now: %1 points for you</source>
        <translation>いますぐ入会：%1ポイント進呈</translation>
    </message>
    <message>
        <source>New here? Join now</source>
        <translation>はじめての方：いますぐ入会</translation>
    </message>
</context>
<context>
    <name>BadgeRow</name>
    <message>
        <source>Your badges</source>
        <translation>あなたのバッジ</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>a badge, how often</comment>
        <translation>%1 ×%2</translation>
    </message>
</context>
<context>
    <name>BallCounts</name>
    <message>
        <source>In the drum now</source>
        <translation>ただいまの中身</translation>
    </message>
    <message>
        <source>1 ball</source>
        <translation>1個</translation>
    </message>
    <message>
        <source>%1 balls</source>
        <translation>%1個</translation>
    </message>
</context>
<context>
    <name>BirthdayField</name>
    <message>
        <source>Birthday</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Year</source>
        <extracomment>Below the digits of a birthday&apos;s year.</extracomment>
        <translation>年</translation>
    </message>
    <message>
        <source>Month</source>
        <extracomment>Below the digits of a birthday&apos;s month.</extracomment>
        <translation>月</translation>
    </message>
    <message>
        <source>Day</source>
        <extracomment>Below the digits of a birthday&apos;s day.</extracomment>
        <translation>日</translation>
    </message>
</context>
<context>
    <name>CallBanner</name>
    <message>
        <source>%1 is calling</source>
        <comment>a kiosk</comment>
        <translation>%1からの呼び出し</translation>
    </message>
    <message>
        <source>You are going to %1</source>
        <comment>a kiosk</comment>
        <translation>%1へ向かっています</translation>
    </message>
    <message>
        <source>%1 is going already</source>
        <comment>a colleague</comment>
        <translation>%1が向かっています</translation>
    </message>
    <message>
        <source>The kiosk can&apos;t show that you are coming: please go.</source>
        <translation>画面には表示されません。そのまま向かってください。</translation>
    </message>
    <message>
        <source>Sign in to answer</source>
        <translation>サインインして応答</translation>
    </message>
    <message>
        <source>Open %1&apos;s page</source>
        <translation>%1さんのページを開く</translation>
    </message>
    <message>
        <source>I&apos;m coming</source>
        <translation>向かいます</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>with a call</comment>
        <translation>完了</translation>
    </message>
</context>
<context>
    <name>CallSheet</name>
    <message>
        <source>We are calling staff</source>
        <translation>係を呼んでいます</translation>
    </message>
    <message>
        <source>%1 is coming</source>
        <comment>a colleague&apos;s name</comment>
        <translation>%1がまいります</translation>
    </message>
    <message>
        <source>Everybody is busy just now</source>
        <translation>ただいま係が出払っています</translation>
    </message>
    <message>
        <source>Nobody can be called from here just now</source>
        <translation>ただいまここから係を呼べません</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Our tablets are ringing. Please wait here for a moment.</source>
        <translation>係の端末で呼び出し中です。このまま少々お待ちください。</translation>
    </message>
    <message>
        <source>Please wait here for a moment.</source>
        <translation>このまま少々お待ちください。</translation>
    </message>
    <message>
        <source>Please come to us: %1.</source>
        <translation>%1までお越しください。</translation>
    </message>
    <message>
        <source>Please come to the counter.</source>
        <translation>カウンターまでお越しください。</translation>
    </message>
    <message>
        <source>Cancel the call</source>
        <translation>呼び出しをやめる</translation>
    </message>
    <message>
        <source>All right</source>
        <translation>わかりました</translation>
    </message>
</context>
<context>
    <name>CallsPage</name>
    <message>
        <source>Calls from the kiosks</source>
        <translation>キオスクからの呼び出し</translation>
    </message>
    <message>
        <source>Ring aloud</source>
        <translation>音を鳴らす</translation>
    </message>
    <message>
        <source>Without sound</source>
        <translation>音を消す</translation>
    </message>
    <message>
        <source>since %1</source>
        <comment>a time of day</comment>
        <translation>%1から</translation>
    </message>
    <message>
        <source>%1 · you are going</source>
        <translation>%1・自分が対応中</translation>
    </message>
    <message>
        <source>%1 · %2 is going</source>
        <translation>%1・%2が対応中</translation>
    </message>
    <message>
        <source>I&apos;m coming</source>
        <translation>向かいます</translation>
    </message>
    <message>
        <source>Open %1&apos;s page</source>
        <translation>%1さんのページを開く</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>with a call</comment>
        <translation>完了</translation>
    </message>
    <message>
        <source>Nobody is calling. A kiosk that calls rings here, whatever page is open.</source>
        <translation>呼び出しはありません。呼び出しがあると、どの画面でも音でお知らせします。</translation>
    </message>
</context>
<context>
    <name>CameraSheet</name>
    <message>
        <source>Hold the code to the camera</source>
        <translation>コードをカメラにかざしてください</translation>
    </message>
    <message>
        <source>What the camera sees</source>
        <translation>カメラの映像</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>やめる</translation>
    </message>
</context>
<context>
    <name>CardPage</name>
    <message>
        <source>Welcome, %1</source>
        <translation>%1さん、ようこそ</translation>
    </message>
    <message>
        <source>This is your card. Take a photo of it and show it to the reader, at any of our shops.</source>
        <translation>これが会員カードです。写真に撮って、次回から読み取り口にかざしてください。</translation>
    </message>
    <message>
        <source>Rather one in your hand? The counter makes you a card.</source>
        <translation>紙のカードは、カウンターでお作りします。</translation>
    </message>
    <message>
        <source>The code of your new card</source>
        <translation>新しいカードのコード</translation>
    </message>
    <message>
        <source>Member number %1</source>
        <translation>会員番号 %1</translation>
    </message>
    <message>
        <source>Print my card</source>
        <translation>会員カードを印刷</translation>
    </message>
    <message>
        <source>Sorry, no paper card just now. The counter makes you one.</source>
        <translation>ただいま印刷できません。カウンターで会員カードをお作りします。</translation>
    </message>
    <message>
        <source>Show this code here at your next visit.</source>
        <translation>次回、このコードをかざしてください。</translation>
    </message>
    <message>
        <source>To my page</source>
        <translation>マイページへ</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>Member number</source>
        <translation>会員番号</translation>
    </message>
    <message>
        <source>The card&apos;s code</source>
        <translation>カードのコード</translation>
    </message>
    <message>
        <source>The code is only on the card. We keep no copy.</source>
        <translation>コードはカードにだけあります。控えはありません。</translation>
    </message>
    <message>
        <source>Print or save the card now: its code can&apos;t be shown again later.</source>
        <translation>今、印刷または保存してください。コードはあとから表示できません。</translation>
    </message>
    <message>
        <source>Lost or worn? A new card gets a new code, and the old one stops working.</source>
        <translation>紛失や汚れのときは再発行できます。新しいコードになり、古いカードは使えなくなります。</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>印刷</translation>
    </message>
    <message>
        <source>Member card</source>
        <translation>会員カード</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>画像で保存</translation>
    </message>
    <message>
        <source>Save PDF</source>
        <translation>PDFで保存</translation>
    </message>
    <message>
        <source>Issue a new card</source>
        <translation>カードを再発行</translation>
    </message>
    <message>
        <source>To the member</source>
        <translation>会員ページへ</translation>
    </message>
    <message>
        <source>Sent to %1.</source>
        <translation>%1 に送りました。</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>保存しました：%1</translation>
    </message>
    <message>
        <source>There is no printer here. Save the card instead.</source>
        <translation>プリンターがありません。保存をご利用ください。</translation>
    </message>
    <message>
        <source>The file could not be written.</source>
        <translation>ファイルを書き込めませんでした。</translation>
    </message>
</context>
<context>
    <name>ChallengeList</name>
    <message>
        <source>%1, %2</source>
        <comment>what a challenge brings, until when</comment>
        <translation>%1・%2</translation>
    </message>
    <message>
        <source>How far: %1</source>
        <translation>達成度 %1</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>ほかに%1件</translation>
    </message>
    <message>
        <source>Back to the first</source>
        <translation>はじめに戻る</translation>
    </message>
</context>
<context>
    <name>ChallengeSheet</name>
    <message>
        <source>How far: %1</source>
        <translation>達成度 %1</translation>
    </message>
    <message>
        <source>Brings %1 (%2) and the badge</source>
        <comment>what, a draw</comment>
        <translation>達成で%1（%2）とバッジを進呈</translation>
    </message>
    <message>
        <source>Brings %1 and the badge</source>
        <translation>達成で%1とバッジを進呈</translation>
    </message>
    <message>
        <source>Brings the badge</source>
        <translation>達成でバッジを進呈</translation>
    </message>
    <message>
        <source>Open until %1</source>
        <translation>%1まで</translation>
    </message>
</context>
<context>
    <name>ChallengeStrip</name>
    <message>
        <source>Challenges</source>
        <translation>チャレンジ</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>a badge, how often</comment>
        <translation>%1 ×%2</translation>
    </message>
    <message>
        <source>Confirm</source>
        <comment>a step of a challenge</comment>
        <translation>確認</translation>
    </message>
    <message>
        <source>Confirm: %1</source>
        <translation>%1を確認</translation>
    </message>
</context>
<context>
    <name>Challenges</name>
    <message>
        <source>¥%1 of ¥%2</source>
        <translation>%1円／%2円</translation>
    </message>
    <message>
        <source>%1 of %2 days in a row</source>
        <translation>%1日連続／%2日</translation>
    </message>
    <message>
        <source>%1 of %2 weeks in a row</source>
        <translation>%1週連続／%2週</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>done of a challenge</comment>
        <translation>%1／%2</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1ポイント</translation>
    </message>
    <message>
        <source>1 turn</source>
        <translation>抽せん1回</translation>
    </message>
    <message>
        <source>%1 turns</source>
        <translation>抽せん%1回</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between points and turns</comment>
        <translation>と</translation>
    </message>
    <message>
        <source>a badge</source>
        <comment>what a challenge brings</comment>
        <translation>バッジ</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>%1まで</translation>
    </message>
    <message>
        <source>Done. What it brings is on its way.</source>
        <translation>達成しました。特典をお届けしています。</translation>
    </message>
    <message>
        <source>Done. The rewards were all gone.</source>
        <translation>達成しました。特典は終了しました。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>達成しました</translation>
    </message>
</context>
<context>
    <name>ChallengesPage</name>
    <message>
        <source>Challenges for you</source>
        <translation>チャレンジ</translation>
    </message>
    <message>
        <source>To the spots</source>
        <translation>スポットを見る</translation>
    </message>
    <message>
        <source>All challenges</source>
        <translation>チャレンジ一覧へ</translation>
    </message>
    <message>
        <source>Back to my page</source>
        <translation>マイページへ</translation>
    </message>
</context>
<context>
    <name>ConsentRow</name>
    <message>
        <source>%1, needed to join</source>
        <translation>%1（必須）</translation>
    </message>
    <message>
        <source>%1 Needed to join.</source>
        <translation>%1（必須）</translation>
    </message>
</context>
<context>
    <name>DigitField</name>
    <message>
        <source>Member number</source>
        <translation>会員番号</translation>
    </message>
</context>
<context>
    <name>DrawsPage</name>
    <message>
        <source>Drums of this store</source>
        <translation>この店の抽せん器</translation>
    </message>
    <message>
        <source>Hunt posters</source>
        <translation>宝さがしのポスター</translation>
    </message>
    <message>
        <source>%1 · drum %2 · %3 taken</source>
        <translation>%1・%2台目・%3 終了</translation>
    </message>
    <message>
        <source>of %1 balls left</source>
        <translation>残り（全%1玉）</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>残り %1／%2</translation>
    </message>
    <message>
        <source>all drawn</source>
        <translation>出つくしました</translation>
    </message>
    <message>
        <source>No drum is at a kiosk of this store. The centre lends them while a draw is running.</source>
        <translation>この店のキオスクに抽せん器はありません。開催中にセンターから届きます。</translation>
    </message>
</context>
<context>
    <name>EditPage</name>
    <message>
        <source>Details</source>
        <translation>会員情報</translation>
    </message>
    <message>
        <source>Agrees to</source>
        <translation>同意いただいていること</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存する</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Register a member</source>
        <translation>会員を登録</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Register and make the card</source>
        <translation>登録してカードを作る</translation>
    </message>
</context>
<context>
    <name>FaqList</name>
    <message>
        <source>%1 more</source>
        <translation>ほかに%1件</translation>
    </message>
    <message>
        <source>Back to the first</source>
        <translation>はじめに戻る</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>d MMMM</source>
        <extracomment>A day of this year, as a date format of Qt: &quot;31 December&quot;.</extracomment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <extracomment>A day of another year, as a date format of Qt: &quot;31 January 2027&quot;.</extracomment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>ddd d MMMM</source>
        <extracomment>A day with its weekday, as a date format of Qt: &quot;Sun 20 December&quot;.</extracomment>
        <translation>M月d日(ddd)</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Scan, or type a name, phone or number</source>
        <translation>スキャン、または名前・電話・番号</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>検索を消す</translation>
    </message>
    <message>
        <source>1 member. Enter opens the page.</source>
        <translation>1名。Enterで開きます。</translation>
    </message>
    <message>
        <source>%1 members. Type on, or scan a card.</source>
        <translation>%1名。続けて入力するか、カードをスキャンしてください。</translation>
    </message>
    <message>
        <source>Nobody matches exactly. Perhaps one of these?</source>
        <translation>一致する会員はいません。この方でしょうか？</translation>
    </message>
    <message>
        <source>Recently here</source>
        <translation>最近の会員</translation>
    </message>
    <message>
        <source>here today</source>
        <translation>来店 今日</translation>
    </message>
    <message>
        <source>here %1</source>
        <translation>来店 %1</translation>
    </message>
    <message>
        <source>no visit yet</source>
        <translation>来店 なし</translation>
    </message>
    <message>
        <source>similar</source>
        <translation>近い候補</translation>
    </message>
    <message>
        <source> (%1)</source>
        <translation>（%1）</translation>
    </message>
    <message>
        <source>phone …%1</source>
        <translation>電話 …%1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>tier and last visit</comment>
        <translation>%1会員・%2</translation>
    </message>
    <message>
        <source>points</source>
        <translation>ポイント</translation>
    </message>
    <message>
        <source>Not known at this store yet. Asking the centre: one moment, please.</source>
        <translation>この店ではまだ確認できない会員です。センターに照会しています。少々お待ちください。</translation>
    </message>
    <message>
        <source>Nobody is known by this, here or elsewhere.</source>
        <translation>どの店にも、該当する会員はいません。</translation>
    </message>
    <message>
        <source>Not known at this store, and the centre can&apos;t be reached just now. Please try again when the line is back.</source>
        <translation>この店ではまだ確認できない会員です。ただいまセンターにつながりません。通信が戻ってからもう一度お試しください。</translation>
    </message>
    <message>
        <source>Nobody here matches this. Try another part of the name, or the member number.</source>
        <translation>見つかりません。名前の別の部分か、会員番号でお試しください。</translation>
    </message>
    <message>
        <source>No visits yet. Scan a card to begin.</source>
        <translation>まだ来店がありません。カードをスキャンしてください。</translation>
    </message>
    <message>
        <source>Nobody here matches this. Another store may know this member.</source>
        <translation>この店では見つかりません。ほかの店の会員かもしれません。</translation>
    </message>
    <message>
        <source>Ask the centre</source>
        <translation>センターに照会する</translation>
    </message>
    <message>
        <source>Scanned just now</source>
        <translation>さきほどのスキャン</translation>
    </message>
    <message>
        <source>Cards, vouchers and receipts that you scan stand here until the tablet is locked.</source>
        <translation>カード・引換コード・レシートのスキャンを、ロックするまでここに表示します。</translation>
    </message>
    <message>
        <source>Voucher · handed over</source>
        <translation>引換コード お渡し済み</translation>
    </message>
    <message>
        <source>Voucher · hand-over undone</source>
        <translation>引換コード お渡しを取り消し</translation>
    </message>
    <message>
        <source>Voucher · given before</source>
        <translation>引換コード 以前にお渡し</translation>
    </message>
    <message>
        <source>%1 · recorded</source>
        <translation>購入 %1 記録済み</translation>
    </message>
    <message>
        <source>Member card</source>
        <translation>会員カード</translation>
    </message>
    <message>
        <source>Voucher · not handed over</source>
        <translation>引換コード 未お渡し</translation>
    </message>
    <message>
        <source>Register a member</source>
        <translation>会員を登録</translation>
    </message>
    <message>
        <source>Read with the camera</source>
        <translation>カメラで読み取る</translation>
    </message>
</context>
<context>
    <name>FinishedPage</name>
    <message>
        <source>The rewards were all gone this time. The badge is yours.</source>
        <translation>今回の特典は終了しました。バッジをどうぞ。</translation>
    </message>
    <message>
        <source>The badge is yours.</source>
        <translation>バッジをどうぞ。</translation>
    </message>
    <message>
        <source>%1 and the badge come once we are connected again.</source>
        <translation>%1とバッジは、通信が戻りしだいお届けします。</translation>
    </message>
    <message>
        <source>%1 and the badge are on their way.</source>
        <translation>%1とバッジをお届けしています。</translation>
    </message>
    <message>
        <source>%1 for you (%2), and the badge.</source>
        <comment>what, a draw</comment>
        <translation>%1（%2）とバッジを進呈します。</translation>
    </message>
    <message>
        <source>%1 for you, and the badge.</source>
        <translation>%1とバッジを進呈します。</translation>
    </message>
    <message>
        <source>Well done!</source>
        <translation>達成です！</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>a badge, how often</comment>
        <translation>%1 ×%2</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>つぎへ</translation>
    </message>
    <message>
        <source>To my page</source>
        <translation>マイページへ</translation>
    </message>
</context>
<context>
    <name>GiveTicketPage</name>
    <message>
        <source>Give a turn</source>
        <translation>抽せんを1回追加</translation>
    </message>
    <message>
        <source>Which draw</source>
        <translation>抽せん会</translation>
    </message>
    <message>
        <source>No draw is running today.</source>
        <translation>本日開催中の抽せん会はありません。</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Give one turn</source>
        <translation>1回追加する</translation>
    </message>
    <message>
        <source>One turn given</source>
        <translation>1回追加しました</translation>
    </message>
    <message>
        <source>Not given</source>
        <translation>追加できませんでした</translation>
    </message>
    <message>
        <source>It waits at the kiosk.</source>
        <translation>キオスクでまわせます。</translation>
    </message>
    <message>
        <source>To the member</source>
        <translation>会員ページへ</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>入力し直す</translation>
    </message>
</context>
<context>
    <name>HandOverPage</name>
    <message>
        <source>It can be asked for here once the line is back.</source>
        <translation>通信が戻ると、ここでお渡しできます。</translation>
    </message>
    <message>
        <source>That tablet has not answered. The prize is kept.</source>
        <translation>その端末から返事がありません。景品はそのままです。</translation>
    </message>
    <message>
        <source>Hand over a prize</source>
        <translation>景品をお渡し</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>%1さんへ</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Scan the voucher, on a phone or on paper.</source>
        <translation>引換コードをスキャンしてください（スマホ・用紙）。</translation>
    </message>
    <message>
        <source>Asking the counter that holds it. It takes a few seconds when that tablet is connected.</source>
        <translation>お渡しする端末に確認しています。つながっていれば数秒で済みます。</translation>
    </message>
    <message>
        <source>Read with the camera</source>
        <translation>カメラで読み取る</translation>
    </message>
    <message>
        <source>collect by %1</source>
        <translation>%1まで</translation>
    </message>
    <message>
        <source>Please give the goods now</source>
        <translation>景品をお渡しください</translation>
    </message>
    <message>
        <source>The hand-over is recorded.</source>
        <translation>お渡しを記録しました。</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>取り消しました</translation>
    </message>
    <message>
        <source>Handed over before</source>
        <translation>すでにお渡ししています</translation>
    </message>
    <message>
        <source>Its last day is over</source>
        <translation>お渡し期限を過ぎています</translation>
    </message>
    <message>
        <source>Another counter holds this prize</source>
        <translation>別のカウンターでお渡しします</translation>
    </message>
    <message>
        <source>Not a voucher of ours</source>
        <translation>当店の引換コードではありません</translation>
    </message>
    <message>
        <source>Not handed over</source>
        <translation>お渡しできませんでした</translation>
    </message>
    <message>
        <source>The prize is waiting again.</source>
        <translation>景品はお渡し待ちに戻りました。</translation>
    </message>
    <message>
        <source>It could be collected until %1.</source>
        <translation>お渡し期限は%1まででした。</translation>
    </message>
    <message>
        <source>It waits at %1: its goods lie there.</source>
        <translation>景品は%1にあります。そちらでお渡しします。</translation>
    </message>
    <message>
        <source>Please go to %1: only one tablet of the store gives prizes, so that none is given twice.</source>
        <translation>「%1」へご案内ください。二重にお渡ししないよう、店に1台の端末でお渡しします。</translation>
    </message>
    <message>
        <source>Only one tablet of the store gives prizes, so that none is given twice.</source>
        <translation>二重にお渡ししないよう、店に1台の端末でお渡しします。</translation>
    </message>
    <message>
        <source>It was not issued by a kiosk of ours, or it was declared void.</source>
        <translation>当店のキオスクで発行されていないか、無効になっています。</translation>
    </message>
    <message>
        <source>Next voucher</source>
        <translation>次の引換コード</translation>
    </message>
    <message>
        <source>Give it here</source>
        <translation>ここで渡す</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>取り消す</translation>
    </message>
</context>
<context>
    <name>HeldPage</name>
    <message>
        <source>Held for a manager: %1</source>
        <translation>保留中：%1件</translation>
    </message>
    <message>
        <source>Held for a manager</source>
        <translation>保留中</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>an operation and its member</comment>
        <translation>%1：%2さん</translation>
    </message>
    <message>
        <source>Same telephone number as %1.</source>
        <translation>電話番号が%1さんと同じです。</translation>
    </message>
    <message>
        <source>%1: “%2”, and meanwhile “%3”</source>
        <comment>a field, the value that waits, the value that stands</comment>
        <translation>%1：「%2」（現在は「%3」）</translation>
    </message>
    <message>
        <source>tried again, in vain</source>
        <translation>再試行しましたが保留のままです</translation>
    </message>
    <message>
        <source>waits for the centre</source>
        <translation>本部の返事を待っています</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>会員</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>この内容にする</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>もう一度試す</translation>
    </message>
    <message>
        <source>One person: merge</source>
        <translation>同じ人：統合する</translation>
    </message>
    <message>
        <source>Put right</source>
        <translation>訂正する</translation>
    </message>
    <message>
        <source>Keep current</source>
        <translation>今のままにする</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>Two people</source>
        <translation>別の人</translation>
    </message>
    <message>
        <source>For good?</source>
        <translation>取り消せません。よろしいですか？</translation>
    </message>
    <message>
        <source>Bring both together: points, turns, cards?</source>
        <translation>ポイント・抽せん券・カードをまとめますか？</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>統合する</translation>
    </message>
    <message>
        <source>Reject for good</source>
        <translation>却下する</translation>
    </message>
    <message>
        <source>Two people, for good</source>
        <translation>別の人で確定</translation>
    </message>
    <message>
        <source>No, keep it</source>
        <translation>やめる</translation>
    </message>
    <message>
        <source>Nothing is held. Every promise was kept.</source>
        <translation>保留はありません。</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>How can we help?</source>
        <translation>お困りですか？</translation>
    </message>
    <message>
        <source>What are you looking for?</source>
        <translation>調べたいこと</translation>
    </message>
    <message>
        <source>Nothing found. Our staff are glad to help.</source>
        <translation>見つかりませんでした。係がご案内します。</translation>
    </message>
    <message>
        <source>Nobody can be called from here just now. Please come to us: %1.</source>
        <translation>ただいまここから係を呼べません。%1までお越しください。</translation>
    </message>
    <message>
        <source>Nobody can be called from here just now. Please come to the counter.</source>
        <translation>ただいまここから係を呼べません。カウンターまでお越しください。</translation>
    </message>
    <message>
        <source>Call staff</source>
        <translation>係を呼ぶ</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>もどる</translation>
    </message>
    <message>
        <source>All questions</source>
        <translation>質問の一覧</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
</context>
<context>
    <name>HistoryLine</name>
    <message>
        <source>%1: %2</source>
        <comment>an event and its prize</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>1 per %1</source>
        <translation>税抜%1で1ポイント</translation>
    </message>
    <message>
        <source>%1, agreed by %2</source>
        <translation>%1（承認 %2）</translation>
    </message>
    <message>
        <source>Take a return: %1</source>
        <translation>返品：%1</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>取り消し済み</translation>
    </message>
    <message>
        <source>pending until %1</source>
        <translation>%1に確定</translation>
    </message>
    <message>
        <source>agreed by %1</source>
        <translation>承認 %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>取り消す</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Good morning</source>
        <translation>おはようございます</translation>
    </message>
    <message>
        <source>Good evening</source>
        <translation>こんばんは</translation>
    </message>
    <message>
        <source>Hello</source>
        <translation>こんにちは</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>a nickname</comment>
        <translation>%1さん</translation>
    </message>
    <message>
        <source>1 turn</source>
        <comment>to take now</comment>
        <translation>1回まわせます</translation>
    </message>
    <message>
        <source>%1 turns</source>
        <comment>to take now</comment>
        <translation>%1回まわせます</translation>
    </message>
    <message>
        <source>Hold your card to the reader to turn the drum and to see your prizes.</source>
        <translation>カードをかざすと、抽せんと景品の確認ができます。</translation>
    </message>
    <message>
        <source>Your turns are coming here from %1. It takes a few seconds when that kiosk is connected.</source>
        <translation>「%1」から抽せん券を取り寄せています。つながっていれば、数秒でこちらに届きます。</translation>
    </message>
    <message>
        <source>Your turns are coming here. It takes a few seconds.</source>
        <translation>抽せん券を取り寄せています。数秒お待ちください。</translation>
    </message>
    <message>
        <source>Hold a receipt to the reader: every ¥%1 on it gives you a turn.</source>
        <translation>レシートをかざしてください。%1円ごとに1回まわせます。</translation>
    </message>
    <message>
        <source>Every ¥%1 gives you a turn.</source>
        <translation>お買い上げ%1円ごとに1回まわせます。</translation>
    </message>
    <message>
        <source>%1 points expire on %2</source>
        <translation>%1ポイントは%2まで</translation>
    </message>
    <message>
        <source>Your points</source>
        <translation>お持ちのポイント</translation>
    </message>
    <message>
        <source>points</source>
        <comment>after a figure</comment>
        <translation>ポイント</translation>
    </message>
    <message>
        <source>%1 more are on their way</source>
        <translation>ほかに%1ポイントを準備中</translation>
    </message>
    <message>
        <source>The next %1 points settle a return</source>
        <translation>次の%1ポイントは返品分に充てます</translation>
    </message>
    <message>
        <source>%1 member</source>
        <translation>%1 会員</translation>
    </message>
    <message>
        <source>%1 more to %2</source>
        <translation>%2 会員まであと%1</translation>
    </message>
    <message>
        <source>On the way to %1</source>
        <translation>%1 会員までの進み具合</translation>
    </message>
    <message>
        <source>No turns now</source>
        <translation>抽せん券は
ありません</translation>
    </message>
    <message>
        <source>Show your card</source>
        <comment>heading</comment>
        <translation>カードを
かざしてください</translation>
    </message>
    <message>
        <source>1 turn</source>
        <translation>1回</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a campaign: 2 turns</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>No turns now</source>
        <comment>in one line</comment>
        <translation>抽せん券はありません</translation>
    </message>
    <message>
        <source>Your turns wait at another kiosk: %1.</source>
        <translation>別の機械でまわせます：%1</translation>
    </message>
    <message>
        <source>Your turns come here when we are connected again.</source>
        <translation>通信が戻ると、ここでまわせます。</translation>
    </message>
    <message>
        <source>New ones come with your purchases.</source>
        <translation>お買い上げに応じてさしあげます。</translation>
    </message>
    <message>
        <source>Turn the drum</source>
        <translation>ガラポンをまわす</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1ポイント</translation>
    </message>
</context>
<context>
    <name>HomeRows</name>
    <message>
        <source>Use your points</source>
        <translation>ポイントを使う</translation>
    </message>
    <message>
        <source>from %1</source>
        <comment>points</comment>
        <translation>%1ポイントから</translation>
    </message>
    <message>
        <source>1 turn</source>
        <translation>1回</translation>
    </message>
    <message>
        <source>%1 turns</source>
        <translation>%1回</translation>
    </message>
    <message>
        <source>%1 to collect</source>
        <translation>%1のお受け取り</translation>
    </message>
    <message>
        <source>All challenges done</source>
        <translation>チャレンジすべて達成</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <translation>%1・%2まで</translation>
    </message>
    <message>
        <source>How far: %1</source>
        <translation>達成度 %1</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>ほかに%1件</translation>
    </message>
    <message>
        <source>Back to the first</source>
        <translation>はじめに戻る</translation>
    </message>
</context>
<context>
    <name>HuntPage</name>
    <message>
        <source>Which symbol is on the poster?</source>
        <translation>ポスターのマークはどれですか？</translation>
    </message>
    <message>
        <source>You have found them all.</source>
        <translation>すべて見つけました。</translation>
    </message>
    <message>
        <source>Photograph the code on a poster, and show the picture to the reader here.</source>
        <translation>ポスターのコードを撮影して、写真を読み取り口にかざしてください。</translation>
    </message>
    <message>
        <source>%1 of %2 found</source>
        <comment>spots of a hunt</comment>
        <translation>%2か所中%1か所発見</translation>
    </message>
    <message>
        <source>One more try.</source>
        <translation>あと1回です。</translation>
    </message>
    <message>
        <source>%1 more tries.</source>
        <translation>あと%1回です。</translation>
    </message>
    <message>
        <source>Found!</source>
        <translation>見つけました！</translation>
    </message>
    <message>
        <source>Found: %1!</source>
        <translation>見つけました：%1</translation>
    </message>
    <message>
        <source>You have this one already.</source>
        <translation>すでに見つけたスポットです。</translation>
    </message>
    <message>
        <source>You have this one already: %1.</source>
        <translation>すでに見つけたスポットです：%1</translation>
    </message>
    <message>
        <source>Another symbol is on this poster. %1</source>
        <comment>how many more tries</comment>
        <translation>ポスターのマークと違います。%1</translation>
    </message>
    <message>
        <source>Please show a picture of the poster&apos;s code: symbols are guessed too easily.</source>
        <translation>これからはポスターのコードの写真をかざしてください。</translation>
    </message>
    <message>
        <source>%1, until %2</source>
        <comment>how many spots are found, a day</comment>
        <translation>%1
%2まで</translation>
    </message>
    <message>
        <source>All spots</source>
        <translation>スポット一覧へ</translation>
    </message>
    <message>
        <source>About this hunt</source>
        <translation>宝さがしについて</translation>
    </message>
</context>
<context>
    <name>HuntSymbols</name>
    <message>
        <source>Circle</source>
        <translation>まる</translation>
    </message>
    <message>
        <source>Triangle</source>
        <translation>三角</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>四角</translation>
    </message>
    <message>
        <source>Diamond</source>
        <translation>ひし形</translation>
    </message>
    <message>
        <source>Note</source>
        <comment>of music</comment>
        <translation>音符</translation>
    </message>
    <message>
        <source>Heart</source>
        <translation>ハート</translation>
    </message>
    <message>
        <source>Clover leaf</source>
        <translation>クローバー</translation>
    </message>
    <message>
        <source>Sun</source>
        <translation>太陽</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>雲</translation>
    </message>
    <message>
        <source>Umbrella</source>
        <translation>かさ</translation>
    </message>
    <message>
        <source>Snowman</source>
        <translation>雪だるま</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星</translation>
    </message>
</context>
<context>
    <name>IdleNotice</name>
    <message>
        <source>Are you still there?</source>
        <translation>続けますか？</translation>
    </message>
    <message>
        <source>Your page closes in 1 second.</source>
        <translation>あと1秒で画面を閉じます。</translation>
    </message>
    <message>
        <source>Your page closes in %1 seconds.</source>
        <translation>あと%1秒で画面を閉じます。</translation>
    </message>
    <message>
        <source>More time</source>
        <translation>続ける</translation>
    </message>
</context>
<context>
    <name>JoinBenefits</name>
    <message>
        <source>%1 points to begin with</source>
        <translation>はじめに%1ポイント進呈</translation>
    </message>
    <message>
        <source>One point for every ¥%1 that you spend</source>
        <translation>お買い上げ%1円ごとに1ポイント</translation>
    </message>
    <message>
        <source>One turn of the drum for every ¥%1</source>
        <translation>お買い上げ%1円ごとに抽せん1回</translation>
    </message>
    <message>
        <source>A free turn on every day that you visit</source>
        <translation>ご来店の日は1日1回、無料で抽せん</translation>
    </message>
    <message>
        <source>Your card at once, without any papers</source>
        <translation>カードはその場で。書類はいりません</translation>
    </message>
</context>
<context>
    <name>JoinPage</name>
    <message>
        <source>Join in a minute</source>
        <translation>1分で入会</translation>
    </message>
    <message>
        <source>What may we call you?</source>
        <translation>ニックネームは？</translation>
    </message>
    <message>
        <source>Your phone number</source>
        <translation>お電話番号</translation>
    </message>
    <message>
        <source>Your birthday</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>With a parent or guardian</source>
        <translation>保護者の方と</translation>
    </message>
    <message>
        <source>Your e-mail address</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>You decide</source>
        <translation>同意の確認</translation>
    </message>
    <message>
        <source>Free, and for as long as you like.</source>
        <translation>入会費・年会費は無料です。退会はいつでもできます。</translation>
    </message>
    <message>
        <source>A nickname that this screen may show. It need not be your name.</source>
        <translation>この画面に表示してもよい呼び名です。本名でなくてかまいません。</translation>
    </message>
    <message>
        <source>So that the counter finds you without your card. Nobody else sees it.</source>
        <translation>カードがないときに、カウンターでお調べするためのものです。</translation>
    </message>
    <message>
        <source>Eight digits, the year first.</source>
        <translation>西暦から8けたでご入力ください。</translation>
    </message>
    <message>
        <source>Below %1 years, a parent or guardian beside you agrees with the button below.</source>
        <translation>%1歳未満の方は、保護者の方が下のボタンで同意してください。</translation>
    </message>
    <message>
        <source>One character is enough, twelve at most.</source>
        <translation>1文字から12文字まででご入力ください。</translation>
    </message>
    <message>
        <source>I agree</source>
        <translation>同意する</translation>
    </message>
    <message>
        <source>For what you ask us to send you. Nobody else sees it.</source>
        <translation>ご希望のお知らせをお送りするためのものです。</translation>
    </message>
    <message>
        <source>Tap what you agree to. You can take it back at the counter at any time.</source>
        <translation>同意する項目を押してください。カウンターでいつでも取り消せます。</translation>
    </message>
    <message>
        <source>A digit is missing or too many. Please compare.</source>
        <translation>けた数が合わないようです。もう一度お確かめください。</translation>
    </message>
    <message>
        <source>Please type your number: this club needs it.</source>
        <translation>入会にはお電話番号が必要です。</translation>
    </message>
    <message>
        <source>There is no such day. Please compare.</source>
        <translation>その日付はないようです。もう一度お確かめください。</translation>
    </message>
    <message>
        <source>Please type your birthday: this club needs it.</source>
        <translation>入会には生年月日が必要です。</translation>
    </message>
    <message>
        <source>From %1 years on you can join. Until then, somebody of your family can collect for you.</source>
        <translation>入会は%1歳からです。それまでは、ご家族のカードでポイントをためられます。</translation>
    </message>
    <message>
        <source>A parent or guardian has to agree first.</source>
        <translation>保護者の方の同意が必要です。</translation>
    </message>
    <message>
        <source>Please type your address: this club needs it.</source>
        <translation>入会にはメールアドレスが必要です。</translation>
    </message>
    <message>
        <source>It should look like name@example.com.</source>
        <translation>name@example.com の形でご入力ください。</translation>
    </message>
    <message>
        <source>Please agree to what is needed: without it nobody can join.</source>
        <translation>必須の項目に同意いただくと、入会できます。</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>はじめる</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>入会する</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>つぎへ</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>入力しない</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1／%2</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>もどる</translation>
    </message>
    <message>
        <source>To parents and guardians: your child becomes a member, and we keep what was typed here. You can have it taken back at the counter.</source>
        <translation>保護者の方へ：お子さまが会員になり、入力された内容をお預かりします。カウンターでいつでも取り消せます。</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>読む</translation>
    </message>
    <message>
        <source>Read: %1</source>
        <translation>読む：%1</translation>
    </message>
</context>
<context>
    <name>KeyPad</name>
    <message>
        <source>Voiced or small</source>
        <translation>濁点・小文字</translation>
    </message>
    <message>
        <source>Katakana</source>
        <translation>カタカナ</translation>
    </message>
    <message>
        <source>Hiragana</source>
        <translation>ひらがな</translation>
    </message>
    <message>
        <source>Latin letters</source>
        <translation>英字</translation>
    </message>
    <message>
        <source>Digits and signs</source>
        <translation>数字と記号</translation>
    </message>
    <message>
        <source>Delete the last one</source>
        <translation>1文字消す</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>すべて消す</translation>
    </message>
    <message>
        <source>Back to all rows</source>
        <translation>行の一覧に戻る</translation>
    </message>
    <message>
        <source>Hyphen</source>
        <translation>ハイフン</translation>
    </message>
    <message>
        <source>Dot</source>
        <translation>ドット</translation>
    </message>
    <message>
        <source>Underscore</source>
        <translation>アンダーバー</translation>
    </message>
</context>
<context>
    <name>KioskBar</name>
    <message>
        <source>日本語</source>
        <extracomment>The name of the other language, in that language: shown in English as 日本語, in Japanese as English.</extracomment>
        <translation>English</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>ふつう</translation>
    </message>
    <message>
        <source>Easy view</source>
        <translation>見やすく</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>ヘルプ</translation>
    </message>
    <message>
        <source>No card?</source>
        <translation>カードなし</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>おわる</translation>
    </message>
</context>
<context>
    <name>LetterPad</name>
    <message>
        <source>Another one</source>
        <translation>そのほか</translation>
    </message>
    <message>
        <source>Without @</source>
        <translation>@を消す</translation>
    </message>
</context>
<context>
    <name>MachinePage</name>
    <message>
        <source>None is named (--printer).</source>
        <translation>指定されていません（--printer）。</translation>
    </message>
    <message>
        <source>It is being asked.</source>
        <translation>確認しています。</translation>
    </message>
    <message>
        <source>Ready.</source>
        <translation>準備ができました。</translation>
    </message>
    <message>
        <source>Ready, but its paper ends soon.</source>
        <translation>準備ができました。用紙が残りわずかです。</translation>
    </message>
    <message>
        <source>It is printing.</source>
        <translation>印刷しています。</translation>
    </message>
    <message>
        <source>Printed. Show the slip to each scanner.</source>
        <translation>印刷しました。紙を各スキャナーにかざしてください。</translation>
    </message>
    <message>
        <source>There is no paper in it.</source>
        <translation>用紙がありません。</translation>
    </message>
    <message>
        <source>Its cover is open.</source>
        <translation>カバーが開いています。</translation>
    </message>
    <message>
        <source>It may not be used.</source>
        <translation>使用が許可されていません。</translation>
    </message>
    <message>
        <source>It reports an error.</source>
        <translation>エラーが起きています。</translation>
    </message>
    <message>
        <source>It does not answer.</source>
        <translation>応答がありません。</translation>
    </message>
    <message>
        <source>Scanners and printer</source>
        <translation>スキャナーとプリンター</translation>
    </message>
    <message>
        <source>Show this code, or a trial slip, to each scanner.</source>
        <translation>このコードか試し刷りの紙を、各スキャナーにかざしてください。</translation>
    </message>
    <message>
        <source>The code to try with</source>
        <translation>試し読み用のコード</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>プリンター</translation>
    </message>
    <message>
        <source>A scanner types too slowly to be told from a person: %1 ms between keys. Set it faster, or --key-gap-ms higher.</source>
        <translation>スキャナーの入力が遅く、人の入力と区別できません（間隔%1ミリ秒）。速度を上げるか、--key-gap-ms を大きくしてください。</translation>
    </message>
    <message>
        <source>To be read past the windows (--keyboard-scanner):</source>
        <translation>専用で読み取れる機器（--keyboard-scanner）：</translation>
    </message>
    <message>
        <source>Trial slip</source>
        <translation>試し刷り</translation>
    </message>
    <message>
        <source>It prints.</source>
        <translation>印刷できます。</translation>
    </message>
    <message>
        <source>Every line is to be seen from edge to edge: あいうえお 漢字 0123456789</source>
        <translation>端から端まで欠けずに読めること：あいうえお 漢字 0123456789</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再確認</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>閉じる</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Find a member</source>
        <translation>会員をさがす</translation>
    </message>
    <message>
        <source>Please tell the manager: nothing reaches the centre until somebody has looked. What is recorded here is safe. (%1)</source>
        <translation>店長にお知らせください。確認が済むまでセンターとの同期を止めています。ここでの記録は保存されています。（%1）</translation>
    </message>
    <message>
        <source>Please sign in first, then scan again.</source>
        <translation>サインインしてから、もう一度スキャンしてください。</translation>
    </message>
    <message>
        <source>This code is from elsewhere.</source>
        <translation>別のコードのようです。</translation>
    </message>
    <message>
        <source>That is a hunt&apos;s poster: members show it at the kiosk.</source>
        <translation>宝さがしのポスターです。会員の方がキオスクでかざします。</translation>
    </message>
    <message>
        <source>It was not read whole. Once more, please.</source>
        <translation>最後まで読み取れませんでした。もう一度お願いします。</translation>
    </message>
    <message>
        <source>This card was replaced by a newer one. Only the new one works at the kiosk.</source>
        <translation>新しいカードが発行済みです。キオスクでは新しいカードだけが使えます。</translation>
    </message>
    <message>
        <source>Whose receipt is it? Scan the card, or find the member here.</source>
        <translation>どなたのレシートですか。カードをスキャンするか、会員をさがしてください。</translation>
    </message>
    <message>
        <source>Your role does not include this.</source>
        <translation>この操作の権限がありません。</translation>
    </message>
    <message>
        <source>No camera was found. A scanner or the search does the same.</source>
        <translation>カメラが見つかりません。スキャナーか検索をご利用ください。</translation>
    </message>
    <message>
        <source>That did not work just now. Nothing was lost; please try again.</source>
        <translation>うまくいきませんでした。記録は失われていません。もう一度お願いします。</translation>
    </message>
</context>
<context>
    <name>MemberForm</name>
    <message>
        <source>Nickname, shown on the kiosk</source>
        <translation>呼び名（キオスクに表示）</translation>
    </message>
    <message>
        <source>up to 12 characters</source>
        <translation>12文字まで</translation>
    </message>
    <message>
        <source>One to twelve characters, please.</source>
        <translation>1〜12文字で入力してください。</translation>
    </message>
    <message>
        <source>The kiosk greets in</source>
        <translation>キオスクの言語</translation>
    </message>
    <message>
        <source>Name (optional)</source>
        <translation>お名前（任意）</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>お名前</translation>
    </message>
    <message>
        <source>Kana (optional)</source>
        <translation>フリガナ（任意）</translation>
    </message>
    <message>
        <source>Kana</source>
        <translation>フリガナ</translation>
    </message>
    <message>
        <source>Phone (optional)</source>
        <translation>電話番号（任意）</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話番号</translation>
    </message>
    <message>
        <source>This does not look like a phone number.</source>
        <translation>電話番号をご確認ください。</translation>
    </message>
    <message>
        <source>E-mail (optional)</source>
        <translation>メール（任意）</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>This does not look like an e-mail address.</source>
        <translation>メールアドレスをご確認ください。</translation>
    </message>
    <message>
        <source>Birthday (optional)</source>
        <translation>誕生日（任意）</translation>
    </message>
    <message>
        <source>Birthday</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>Year, month and day, please: 1990-04-03.</source>
        <translation>年月日を入力してください（例 1990-04-03）。</translation>
    </message>
</context>
<context>
    <name>MemberPage</name>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>When</source>
        <translation>日時</translation>
    </message>
    <message>
        <source>What</source>
        <translation>できごと</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>担当</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>ポイント</translation>
    </message>
    <message>
        <source>Nothing has happened yet.</source>
        <translation>まだ記録がありません。</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>停止中</translation>
    </message>
    <message>
        <source>Edit the details</source>
        <translation>会員情報を編集</translation>
    </message>
    <message>
        <source>called %1</source>
        <translation>呼び名 %1</translation>
    </message>
    <message>
        <source>points</source>
        <translation>ポイント</translation>
    </message>
    <message>
        <source>%1 pending</source>
        <translation>未確定 %1</translation>
    </message>
    <message>
        <source>%1 owed</source>
        <translation>不足 %1</translation>
    </message>
    <message>
        <source>until %1 · soon</source>
        <translation>%1まで（もうすぐ）</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>%1まで</translation>
    </message>
    <message>
        <source>No points that could expire.</source>
        <translation>期限のあるポイントはありません。</translation>
    </message>
    <message>
        <source>Member number %1</source>
        <translation>会員番号 %1</translation>
    </message>
    <message>
        <source>no turns</source>
        <translation>抽せんなし</translation>
    </message>
    <message>
        <source>%1 to hand over</source>
        <translation>%1 をお渡しできます</translation>
    </message>
    <message>
        <source>Won %1 · collect by %2</source>
        <translation>%1 当せん&#x3000;%2まで</translation>
    </message>
    <message>
        <source> · %1 of %2</source>
        <translation>（%1／%2）</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>お渡し</translation>
    </message>
    <message>
        <source>No prize is waiting.</source>
        <translation>お渡し待ちの景品はありません。</translation>
    </message>
    <message>
        <source>Record a purchase</source>
        <translation>購入を記録</translation>
    </message>
    <message>
        <source>earns points and turns</source>
        <translation>ポイントと抽せん</translation>
    </message>
    <message>
        <source>Adjust points</source>
        <translation>ポイントを調整</translation>
    </message>
    <message>
        <source>up to %1 on your own</source>
        <translation>%1まで承認なし</translation>
    </message>
    <message>
        <source>Give a turn</source>
        <translation>抽せんを1回追加</translation>
    </message>
    <message>
        <source>needs a reason</source>
        <translation>理由を選びます</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>カード</translation>
    </message>
    <message>
        <source>print, save, renew</source>
        <translation>印刷・保存・再発行</translation>
    </message>
    <message>
        <source>This member is not known at this store yet. It works once we are connected again.</source>
        <translation>この店ではまだ確認できない会員です。通信が戻るとご利用いただけます。</translation>
    </message>
    <message>
        <source>Back to the search</source>
        <translation>検索にもどる</translation>
    </message>
</context>
<context>
    <name>MemberPinPage</name>
    <message>
        <source>Choose your PIN</source>
        <translation>暗証番号を決めます</translation>
    </message>
    <message>
        <source>Once more, please</source>
        <translation>もう⁠一度お願いします</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>暗証番号</translation>
    </message>
    <message>
        <source>Four digits that only you know. They protect your points.</source>
        <translation>ご自分だけの4桁です。ポイントを守ります。</translation>
    </message>
    <message>
        <source>The same four digits again.</source>
        <translation>同じ4桁をもう⁠一度押してください。</translation>
    </message>
    <message>
        <source>The four digits that you chose.</source>
        <translation>お決めになった4桁を押してください。</translation>
    </message>
    <message>
        <source>The two were different. Please choose again.</source>
        <translation>2回の番号が違いました。もう⁠一度お決めください。</translation>
    </message>
    <message>
        <source>That was not it. One more try is left.</source>
        <translation>番号が違うようです。あと1回お試しいただけます。</translation>
    </message>
    <message>
        <source>That was not it. %1 tries are left.</source>
        <translation>番号が違うようです。あと%1回お試しいただけます。</translation>
    </message>
    <message>
        <source>That was not it. Please try once more.</source>
        <translation>番号が違うようです。もう⁠一度お試しください。</translation>
    </message>
    <message>
        <source>Choose something else</source>
        <translation>ほかのものを選ぶ</translation>
    </message>
</context>
<context>
    <name>NotReadyPage</name>
    <message>
        <source>This tablet&apos;s memory was damaged. What was recorded on it is saved as far as it could be read, and the rest is coming back from the centre. It opens again by itself.</source>
        <translation>この端末の記録の一部が壊れたため、直しています。読み取れた記録は無事です。残りはセンターから届きます。終わると自動で開きます。</translation>
    </message>
    <message>
        <source>This tablet waits for its first contact with the centre. It opens by itself.</source>
        <translation>センターとの最初の通信を待っています。つながると自動で開きます。</translation>
    </message>
    <message>
        <source>This tablet has been taken out of the programme and has forgotten everybody. What was recorded on it and not sent is kept. Please tell the manager.</source>
        <translation>この端末は登録を取り消されました。お客様の情報は消去済みです。送信前の記録は残っています。責任者に連絡してください。</translation>
    </message>
</context>
<context>
    <name>NoteField</name>
    <message>
        <source>Note for the book (optional)</source>
        <translation>メモ（任意）</translation>
    </message>
</context>
<context>
    <name>NumberPad</name>
    <message>
        <source>Clear</source>
        <translation>すべて消す</translation>
    </message>
    <message>
        <source>Delete the last digit</source>
        <translation>1文字消す</translation>
    </message>
</context>
<context>
    <name>NumberPadPage</name>
    <message>
        <source>Your member number</source>
        <translation>会員番号</translation>
    </message>
    <message>
        <source>The 12 digits on your card or in your mail.</source>
        <translation>カードにある12桁の数字です。</translation>
    </message>
    <message>
        <source>One digit does not fit. Please compare it with your card.</source>
        <translation>数字が合わないようです。カードとお確かめください。</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください</translation>
    </message>
    <message>
        <source>Show my points</source>
        <translation>ポイントを見る</translation>
    </message>
</context>
<context>
    <name>PageHeader</name>
    <message>
        <source>Working offline, last update %1</source>
        <translation>オフラインで動作中（%1時点）</translation>
    </message>
    <message>
        <source>Working offline</source>
        <translation>オフラインで動作中</translation>
    </message>
</context>
<context>
    <name>PinDots</name>
    <message>
        <source>%1 of %2 digits</source>
        <translation>%2桁のうち%1桁</translation>
    </message>
</context>
<context>
    <name>PinPanel</name>
    <message>
        <source>Scan your badge, or choose your name</source>
        <translation>バッジをスキャンするか、名前を選んでください</translation>
    </message>
    <message>
        <source>This PIN does not fit. One more try.</source>
        <translation>PINが違います。あと1回試せます。</translation>
    </message>
    <message>
        <source>This PIN does not fit. %1 more tries.</source>
        <translation>PINが違います。あと%1回試せます。</translation>
    </message>
    <message>
        <source>Too many tries. It opens again at %1.</source>
        <translation>回数を超えました。%1にまた試せます。</translation>
    </message>
    <message>
        <source>Too many tries. A manager can issue a new badge.</source>
        <translation>回数を超えました。店長が新しいバッジを発行できます。</translation>
    </message>
    <message>
        <source>%1, please scan your badge first. Once a shift is enough.</source>
        <translation>%1さん、まずバッジをスキャンしてください。勤務中1回で大丈夫です。</translation>
    </message>
    <message>
        <source>This badge is not known here.</source>
        <translation>この店では使えないバッジです。</translation>
    </message>
    <message>
        <source>Somebody else has to agree, with a larger limit.</source>
        <translation>この金額を承認できる別の方のバッジが必要です。</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>badge, PIN</source>
        <translation>バッジとPIN</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>確認しています…</translation>
    </message>
    <message>
        <source>Your six-digit PIN</source>
        <translation>6桁のPIN</translation>
    </message>
    <message>
        <source>Somebody else</source>
        <translation>ほかの人</translation>
    </message>
</context>
<context>
    <name>PostersPage</name>
    <message>
        <source>%1 to %2</source>
        <comment>first and last day</comment>
        <translation>%1〜%2</translation>
    </message>
    <message>
        <source>Hunt posters</source>
        <translation>宝さがしのポスター</translation>
    </message>
    <message>
        <source>Codes and symbols change on the days shown: take the old posters down and put the next ones up before you open. Old ones no longer count then, and what members have found stays found. Whoever photographed an old code looks at the spot again. A lost or torn poster can be printed again at any time.</source>
        <translation>コードとマークは下の日付で切り替わります。開店前に古いポスターをはがし、次のポスターに貼り替えてください。古いコードは使えなくなりますが、会員が見つけた記録はそのまま残ります。古いコードを撮影した方には、もう一度スポットをご覧いただきます。破れたり失くしたりしたポスターは、いつでも印刷し直せます。</translation>
    </message>
    <message>
        <source>Sent to %1.</source>
        <translation>%1に送りました。</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>%1に保存しました</translation>
    </message>
    <message>
        <source>There is no printer here. Save the posters instead.</source>
        <translation>プリンターがありません。PDFで保存してください。</translation>
    </message>
    <message>
        <source>The file could not be written.</source>
        <translation>ファイルを書き込めませんでした。</translation>
    </message>
    <message>
        <source>No hunt runs in this store.</source>
        <translation>この店舗で開催中の宝さがしはありません。</translation>
    </message>
    <message>
        <source>Hang now: %1</source>
        <comment>which days</comment>
        <translation>現在掲示：%1</translation>
    </message>
    <message>
        <source>Hang next: %1</source>
        <comment>which days</comment>
        <translation>次に掲示：%1</translation>
    </message>
    <message>
        <source>Save PDF</source>
        <translation>PDFを保存</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>印刷</translation>
    </message>
</context>
<context>
    <name>PrizesPage</name>
    <message>
        <source>Prizes to hand over: %1</source>
        <translation>お渡し待ちの景品：%1件</translation>
    </message>
    <message>
        <source>Prizes to hand over</source>
        <translation>お渡し待ちの景品</translation>
    </message>
    <message>
        <source>Scan a voucher</source>
        <translation>引換コードを読み取る</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>a prize and its winner</comment>
        <translation>%1（%2さん）</translation>
    </message>
    <message>
        <source>Won %1 · </source>
        <translation>%1 当せん&#x3000;</translation>
    </message>
    <message>
        <source>collect by %1, soon</source>
        <translation>%1まで（もうすぐ）</translation>
    </message>
    <message>
        <source>collect by %1</source>
        <translation>%1まで</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>会員</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>お渡し</translation>
    </message>
    <message>
        <source>No prize waits. Scan a voucher to hand one over.</source>
        <translation>お渡し待ちの景品はありません。引換コードをスキャンするとお渡しできます。</translation>
    </message>
</context>
<context>
    <name>ProblemPage</name>
    <message>
        <source>This code is from elsewhere</source>
        <translation>別のコードのようです</translation>
    </message>
    <message>
        <source>Once more, please</source>
        <translation>もう⁠一度お願いします</translation>
    </message>
    <message>
        <source>We don&apos;t know this card yet</source>
        <translation>このカードは
まだ届いていません</translation>
    </message>
    <message>
        <source>Welcome: your visit is noted</source>
        <translation>ようこそ。ご来店を記録しました</translation>
    </message>
    <message>
        <source>There is a newer card</source>
        <translation>新しいカードがあります</translation>
    </message>
    <message>
        <source>Please see us at the counter</source>
        <translation>カウンターへお越しください</translation>
    </message>
    <message>
        <source>Please join at the counter</source>
        <translation>カウンターで入会できます</translation>
    </message>
    <message>
        <source>Just a moment</source>
        <translation>少々お待ちください</translation>
    </message>
    <message>
        <source>That is a receipt</source>
        <translation>レシートのようです</translation>
    </message>
    <message>
        <source>Now your card, please</source>
        <translation>次に会員カードをどうぞ</translation>
    </message>
    <message>
        <source>This is no poster of our hunts</source>
        <translation>当店のポスターのコードではありません</translation>
    </message>
    <message>
        <source>This poster&apos;s day is over</source>
        <translation>掲示期間が過ぎたポスターです</translation>
    </message>
    <message>
        <source>This poster hangs in another shop</source>
        <translation>ほかの店舗のポスターです</translation>
    </message>
    <message>
        <source>Another spot comes first</source>
        <translation>先に見つける場所があります</translation>
    </message>
    <message>
        <source>Please show the code</source>
        <translation>コードをかざしてください</translation>
    </message>
    <message>
        <source>This hunt is not on now</source>
        <translation>この宝さがしは開催していません</translation>
    </message>
    <message>
        <source>This receipt counts already</source>
        <translation>このレシートは登録ずみです</translation>
    </message>
    <message>
        <source>This receipt is from a while ago</source>
        <translation>日にちのたったレシートです</translation>
    </message>
    <message>
        <source>This receipt&apos;s day is still to come</source>
        <translation>レシートの日付がまだ先です</translation>
    </message>
    <message>
        <source>That is all for today</source>
        <translation>本日の分は終わりました</translation>
    </message>
    <message>
        <source>This receipt is from another shop</source>
        <translation>ほかのお店のレシートです</translation>
    </message>
    <message>
        <source>That is a prize voucher</source>
        <translation>景品の引換券のようです</translation>
    </message>
    <message>
        <source>That is a staff badge</source>
        <translation>スタッフ用のバッジです</translation>
    </message>
    <message>
        <source>The drum is resting</source>
        <translation>ただいまお休み中です</translation>
    </message>
    <message>
        <source>No turns just now</source>
        <translation>抽せん券はありません</translation>
    </message>
    <message>
        <source>Your turns wait at another kiosk</source>
        <translation>別の機械でまわせます</translation>
    </message>
    <message>
        <source>Your points are safe</source>
        <translation>ポイントはそのままです</translation>
    </message>
    <message>
        <source>The line is slow just now</source>
        <translation>ただいま通信が混み合っています</translation>
    </message>
    <message>
        <source>A few points are missing</source>
        <translation>ポイントが少し足りません</translation>
    </message>
    <message>
        <source>Your PIN is resting</source>
        <translation>暗証番号はお休み中です</translation>
    </message>
    <message>
        <source>This reward is not to be had now</source>
        <translation>ただいまお取り扱いがありません</translation>
    </message>
    <message>
        <source>This draw has ended</source>
        <translation>この抽せんは終了しました</translation>
    </message>
    <message>
        <source>That did not work this time</source>
        <translation>うまくいきませんでした</translation>
    </message>
    <message>
        <source>Please show your member card.</source>
        <translation>会員カードをかざしてください。</translation>
    </message>
    <message>
        <source>Hold the card flat, a hand&apos;s width away.</source>
        <translation>カードを平らに、手のひらほど離してかざしてください。</translation>
    </message>
    <message>
        <source>A new card may take a little while to arrive here. The counter is glad to help.</source>
        <translation>新しいカードは届くまで少し時間がかかります。
カウンターでもご案内します。</translation>
    </message>
    <message>
        <source>We can&apos;t look your card up just now. Your visit counts; your points and turns are here again when the line is back.</source>
        <translation>ただいまカードの情報を確認できません。ご来店は記録しました。通信が戻ると、ポイントと抽せんをご利用いただけます。</translation>
    </message>
    <message>
        <source>Please show your new card. If you don&apos;t have it, the counter is glad to help.</source>
        <translation>新しいカードをかざしてください。
お手元にないときは、カウンターでご案内します。</translation>
    </message>
    <message>
        <source>We would like to speak to you about this card.</source>
        <translation>このカードについてご案内があります。</translation>
    </message>
    <message>
        <source>It can&apos;t be done here just now. The counter is glad to help.</source>
        <translation>ただいまこちらでは入会できません。カウンターでうけたまわります。</translation>
    </message>
    <message>
        <source>You have only just been here. Please show your card again in a few seconds.</source>
        <translation>ご利用いただいたばかりです。
数秒おいて、もう⁠一度かざしてください。</translation>
    </message>
    <message>
        <source>Please take it to the counter: your points are added there.</source>
        <translation>カウンターへお持ちください。
ポイントをお付けします。</translation>
    </message>
    <message>
        <source>Hold your card to the reader: we keep your receipt for it.</source>
        <translation>会員カードをかざしてください。レシートはお預かりしています。</translation>
    </message>
    <message>
        <source>Hold your card to the reader: what you found is kept for it.</source>
        <translation>カードを読み取り口にかざしてください。見つけたスポットを記録します。</translation>
    </message>
    <message>
        <source>Please photograph the code on the poster itself, and show us the picture.</source>
        <translation>ポスターのコードを撮影して、その写真をかざしてください。</translation>
    </message>
    <message>
        <source>New codes hang there now: please look at the spot again. What you have found stays found.</source>
        <translation>新しいコードに貼り替えました。もう一度スポットをご覧ください。見つけた記録はそのまま残ります。</translation>
    </message>
    <message>
        <source>Please show it there: %1.</source>
        <translation>%1のキオスクでかざしてください。</translation>
    </message>
    <message>
        <source>Please show it there.</source>
        <translation>その店舗のキオスクでかざしてください。</translation>
    </message>
    <message>
        <source>First find this: %1 If you have been there, show its code here once more.</source>
        <comment>a hint, a sentence</comment>
        <translation>先にこちらをさがしてください：%1もう見つけたときは、そのコードをここでもう一度かざしてください。</translation>
    </message>
    <message>
        <source>Photograph the poster&apos;s code and show us the picture: symbols are guessed too easily.</source>
        <translation>ポスターのコードを撮影して、写真をかざしてください。マークでの回答は終わりました。</translation>
    </message>
    <message>
        <source>Thank you for looking. What you have won is yours.</source>
        <translation>ご参加ありがとうございました。お受け取りになった特典はそのままです。</translation>
    </message>
    <message>
        <source>Each receipt counts once, at whichever kiosk or counter it was shown.</source>
        <translation>レシート1枚につき1回だけ登録できます。ほかのキオスクやカウンターの分もふくみます。</translation>
    </message>
    <message>
        <source>Receipts count for %1 days. The counter is glad to help.</source>
        <translation>レシートはお買い上げから%1日間登録できます。カウンターでもご案内します。</translation>
    </message>
    <message>
        <source>Receipts count on their own day. The counter is glad to help.</source>
        <translation>レシートはお買い上げの当日に登録できます。カウンターでもご案内します。</translation>
    </message>
    <message>
        <source>A clock may be wrong here. The counter is glad to help.</source>
        <translation>時計がずれているかもしれません。カウンターでご案内します。</translation>
    </message>
    <message>
        <source>One receipt counts a day. Please bring this one tomorrow.</source>
        <translation>1日に1枚まで登録できます。このレシートはあすお持ちください。</translation>
    </message>
    <message>
        <source>%1 receipts count a day. Please bring this one tomorrow.</source>
        <translation>1日に%1枚まで登録できます。このレシートはあすお持ちください。</translation>
    </message>
    <message>
        <source>Receipts of our own shops count here.</source>
        <translation>登録できるのは当店のレシートです。</translation>
    </message>
    <message>
        <source>Please take it to the counter: your prize is waiting there.</source>
        <translation>カウンターへお持ちください。
景品をお渡しします。</translation>
    </message>
    <message>
        <source>It opens the staff tablet. Here, please show a member card.</source>
        <translation>スタッフ用の端末でお使いください。
こちらには会員カードをかざしてください。</translation>
    </message>
    <message>
        <source>It is being filled again. Your turns are kept for you.</source>
        <translation>玉を補充しています。
抽せん券はそのままです。</translation>
    </message>
    <message>
        <source>There is no turn on this card now. New ones come with your purchases.</source>
        <translation>いまお使いになれる抽せん券はありません。
お買い上げに応じてさしあげます。</translation>
    </message>
    <message>
        <source>You can use them there: %1.</source>
        <translation>こちらでお使いください：%1</translation>
    </message>
    <message>
        <source>They come here when we are connected again. Your turns are kept for you.</source>
        <translation>通信が戻ると、ここでまわせます。抽せん券はそのままです。</translation>
    </message>
    <message>
        <source>Thank you for playing. What you have won is yours: please collect it at the counter by its last day.</source>
        <translation>ご参加ありがとうございました。当たった景品は、期限までにカウンターでお受け取りください。</translation>
    </message>
    <message>
        <source>They can be used once we are connected again.</source>
        <translation>通信が戻るとご利用いただけます。</translation>
    </message>
    <message>
        <source>Nothing was spent: your points are as before. Please try again in a moment.</source>
        <translation>ポイントは使われていません。少したってからもう⁠一度お試しください。</translation>
    </message>
    <message>
        <source>Some were used elsewhere, so this reward was not booked. Nothing was spent.</source>
        <translation>ほかで使われたため、お申し込みできませんでした。ポイントは使われていません。</translation>
    </message>
    <message>
        <source>It was wrong several times. Please try again in a quarter of an hour, or ask at the counter.</source>
        <translation>番号が続けて違いました。15分後にもう⁠一度お試しいただくか、カウンターへお声がけください。</translation>
    </message>
    <message>
        <source>Nothing was spent. The counter is glad to help.</source>
        <translation>ポイントは使われていません。カウンターで承ります。</translation>
    </message>
    <message>
        <source>Nothing is lost. Please ask at the counter.</source>
        <translation>ポイントも抽せん券もそのままです。
カウンターへお声がけください。</translation>
    </message>
    <message>
        <source>Back to my page</source>
        <translation>マイページへ</translation>
    </message>
    <message>
        <source>All right</source>
        <translation>わかりました</translation>
    </message>
    <message>
        <source>No card yet? Join now</source>
        <translation>はじめての方：入会する</translation>
    </message>
</context>
<context>
    <name>PurchasePage</name>
    <message>
        <source>Record a purchase</source>
        <translation>購入を記録</translation>
    </message>
    <message>
        <source>From receipt %1, tax included</source>
        <translation>レシート %1（税込）</translation>
    </message>
    <message>
        <source>Amount paid, tax included</source>
        <translation>お買い上げ金額（税込）</translation>
    </message>
    <message>
        <source>Recorded</source>
        <translation>記録しました</translation>
    </message>
    <message>
        <source>This receipt is counted already</source>
        <translation>このレシートは記録済みです</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>記録できませんでした</translation>
    </message>
    <message>
        <source>%1 from %2 on.</source>
        <translation>%2に%1が確定します。</translation>
    </message>
    <message>
        <source>%1 added.</source>
        <translation>%1を加えました。</translation>
    </message>
    <message>
        <source>It was recorded on %1.</source>
        <translation>%1 に記録されています。</translation>
    </message>
    <message>
        <source>It counts once, whoever enters it.</source>
        <translation>どの端末で入力しても1回だけ記録されます。</translation>
    </message>
    <message>
        <source>To the member</source>
        <translation>会員ページへ</translation>
    </message>
    <message>
        <source>Another purchase</source>
        <translation>続けて記録</translation>
    </message>
    <message>
        <source>Why this many</source>
        <translation>ポイントの計算</translation>
    </message>
    <message>
        <source>Type the amount: the sum stands here before anything is recorded.</source>
        <translation>金額を入力すると、記録の前に計算が表示されます。</translation>
    </message>
    <message>
        <source>Amount paid</source>
        <translation>お買い上げ</translation>
    </message>
    <message>
        <source>without tax</source>
        <translation>消費税を除く</translation>
    </message>
    <message>
        <source>without gift cards</source>
        <translation>ギフトカードを除く</translation>
    </message>
    <message>
        <source>without rewards</source>
        <translation>特典を除く</translation>
    </message>
    <message>
        <source>This counts</source>
        <translation>対象金額</translation>
    </message>
    <message>
        <source>1 point per %1</source>
        <translation>%1ごとに1ポイント</translation>
    </message>
    <message>
        <source>the tier adds %1 %</source>
        <translation>ランク特典 %1％</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>ポイント</translation>
    </message>
    <message>
        <source>Turns at the kiosk</source>
        <translation>抽せん</translation>
    </message>
    <message>
        <source>Pending until %1, while the purchase may come back.</source>
        <translation>返品期間が終わる%1に確定します。</translation>
    </message>
    <message>
        <source>Department, for challenges</source>
        <translation>売り場（チャレンジ用）</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Record the purchase</source>
        <translation>購入を記録する</translation>
    </message>
</context>
<context>
    <name>QrImage</name>
    <message>
        <source>QR code</source>
        <translation>QRコード</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Find</source>
        <translation>さがす</translation>
    </message>
    <message>
        <source>Prizes</source>
        <translation>景品</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>抽せん</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>呼び出し</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>暗く</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>くっきり</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>明るく</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>ロック</translation>
    </message>
</context>
<context>
    <name>ReaderLine</name>
    <message>
        <source>Scanner that types</source>
        <translation>キーボード型スキャナー</translation>
    </message>
    <message>
        <source>Scanner read past the windows</source>
        <translation>専用で読み取るスキャナー</translation>
    </message>
    <message>
        <source>Serial scanner</source>
        <translation>シリアル接続のスキャナー</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>カメラ</translation>
    </message>
    <message>
        <source>Local socket</source>
        <translation>ローカルソケット</translation>
    </message>
    <message>
        <source>A library is missing.</source>
        <translation>ライブラリがありません。</translation>
    </message>
    <message>
        <source>It is not plugged in.</source>
        <translation>つながっていません。</translation>
    </message>
    <message>
        <source>It may not be used.</source>
        <translation>使用が許可されていません。</translation>
    </message>
    <message>
        <source>It was unplugged.</source>
        <translation>取り外されました。</translation>
    </message>
    <message>
        <source>Ready, nothing heard yet.</source>
        <translation>準備ができました。まだ読み取っていません。</translation>
    </message>
    <message>
        <source>Not ready yet.</source>
        <translation>まだ準備中です。</translation>
    </message>
    <message>
        <source>German</source>
        <translation>ドイツ語</translation>
    </message>
    <message>
        <source>Swiss</source>
        <translation>スイス</translation>
    </message>
    <message>
        <source>French</source>
        <translation>フランス語</translation>
    </message>
    <message>
        <source>Belgian</source>
        <translation>ベルギー</translation>
    </message>
    <message>
        <source>Nordic</source>
        <translation>北欧</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>チェコ語</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>ハンガリー語</translation>
    </message>
    <message>
        <source>Spanish, Italian or Portuguese</source>
        <translation>スペイン語・イタリア語・ポルトガル語</translation>
    </message>
    <message>
        <source>Heard, every character is right.</source>
        <translation>読み取りました。文字はすべて正しいです。</translation>
    </message>
    <message>
        <source>Heard in small letters. Cards are read all the same.</source>
        <translation>小文字で届きました。カードの読み取りに支障はありません。</translation>
    </message>
    <message>
        <source>Heard through an input method. Cards are read all the same.</source>
        <translation>日本語入力を通って届きました。カードの読み取りに支障はありません。</translation>
    </message>
    <message>
        <source>Heard with another layout (%1). Cards are read all the same.</source>
        <translation>別のキー配列（%1）で届きました。カードの読み取りに支障はありません。</translation>
    </message>
    <message>
        <source>Heard with the wrong layout (%1). Set scanner or system to the US layout.</source>
        <translation>キー配列が違います（%1）。スキャナーかシステムを米国配列にしてください。</translation>
    </message>
    <message>
        <source>Characters are missing. Let the scanner type more slowly.</source>
        <translation>文字が抜けています。スキャナーの入力速度を遅くしてください。</translation>
    </message>
    <message>
        <source>Heard, but not this card.</source>
        <translation>別のコードを読み取りました。</translation>
    </message>
    <message>
        <source>%1 ms between keys, up to %2 ms are taken.</source>
        <translation>キーの間隔は最長%1ミリ秒（%2ミリ秒まで可）。</translation>
    </message>
</context>
<context>
    <name>ReadingSheet</name>
    <message>
        <source>Further</source>
        <translation>つづき</translation>
    </message>
    <message>
        <source>To the top</source>
        <translation>はじめから</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>とじる</translation>
    </message>
</context>
<context>
    <name>ReceiptPage</name>
    <message>
        <source>One turn for you</source>
        <translation>1回まわせます</translation>
    </message>
    <message>
        <source>%1 turns for you</source>
        <translation>%1回まわせます</translation>
    </message>
    <message>
        <source>Your receipt counts</source>
        <translation>レシートを登録しました</translation>
    </message>
    <message>
        <source>Its points come once the till has told us what you paid.</source>
        <translation>ポイントは、レジの記録でお買い上げ額を確かめてからつきます。</translation>
    </message>
    <message>
        <source>Thank you for shopping with us.</source>
        <translation>お買い上げありがとうございます。</translation>
    </message>
    <message>
        <source>One point is on its way: it comes once the till has confirmed your receipt.</source>
        <translation>1ポイントは、レジの記録で確かめてからつきます。</translation>
    </message>
    <message>
        <source>%1 points are on their way: they come once the till has confirmed your receipt.</source>
        <translation>%1ポイントは、レジの記録で確かめてからつきます。</translation>
    </message>
    <message>
        <source>These were today&apos;s turns for receipts. Points go on.</source>
        <translation>レシートでまわせるのは本日ここまでです。ポイントは引きつづきつきます。</translation>
    </message>
    <message>
        <source>Turn the drum</source>
        <translation>ガラポンをまわす</translation>
    </message>
    <message>
        <source>Back to my page</source>
        <translation>マイページへ</translation>
    </message>
</context>
<context>
    <name>ResultPage</name>
    <message>
        <source>%1 points for you</source>
        <translation>%1ポイント進呈</translation>
    </message>
    <message>
        <source>It is yours, and waits at the counter.</source>
        <translation>カウンターでお渡しします。</translation>
    </message>
    <message>
        <source>You spent points on it. It waits at the counter.</source>
        <translation>ポイントでお申し込みの品です。カウンターでお渡しします。</translation>
    </message>
    <message>
        <source>This prize is waiting for you.</source>
        <translation>お受け取りをお待ちしています。</translation>
    </message>
    <message>
        <source>You won %1 at your last visit.</source>
        <translation>前回、%1が当たりました。</translation>
    </message>
    <message>
        <source>Thank you for playing last time.</source>
        <translation>前回の分です。ありがとうございました。</translation>
    </message>
    <message>
        <source>You won %1.</source>
        <translation>%1が当たりました。</translation>
    </message>
    <message>
        <source>Thank you for playing.</source>
        <translation>ありがとうございました。</translation>
    </message>
    <message>
        <source>Turn again · %1 left</source>
        <translation>もう一度・あと%1回</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2つのうち%1つ目</translation>
    </message>
    <message>
        <source>%1 is coming with a bell</source>
        <translation>%1が鐘を持ってまいります</translation>
    </message>
    <message>
        <source>Staff are coming with a bell</source>
        <translation>係が鐘を持ってまいります</translation>
    </message>
    <message>
        <source>Voucher code of your prize</source>
        <translation>景品の引換コード</translation>
    </message>
    <message>
        <source>Take a photo of this code.
Your card remembers it too.</source>
        <translation>コードを写真に撮れます。
カードにも残っています。</translation>
    </message>
    <message>
        <source>Take a photo of this code.</source>
        <translation>コードを写真に撮れます。</translation>
    </message>
    <message>
        <source>Collect at</source>
        <translation>お受け取り</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>期限</translation>
    </message>
    <message>
        <source>Bring</source>
        <translation>お持ちいただくもの</translation>
    </message>
    <message>
        <source>This code or card</source>
        <translation>このコードかカード</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>印刷</translation>
    </message>
    <message>
        <source>Sorry, no slip just now. Tell the counter %1.</source>
        <translation>ただいま印刷できません。番号 %1 をカウンターへ。</translation>
    </message>
    <message>
        <source>Sorry, no slip just now. Take a photo of the code.</source>
        <translation>ただいま印刷できません。コードを写真に撮ってください。</translation>
    </message>
    <message>
        <source>Voucher</source>
        <translation>引換券</translation>
    </message>
    <message>
        <source>This slip or your card</source>
        <translation>この券か会員カード</translation>
    </message>
    <message>
        <source>Member number</source>
        <translation>会員番号</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>つぎへ</translation>
    </message>
    <message>
        <source>Back to my page</source>
        <translation>マイページへ</translation>
    </message>
</context>
<context>
    <name>ReturnLine</name>
    <message>
        <source>came back already</source>
        <translation>返品済み</translation>
    </message>
    <message>
        <source>%1 came back before</source>
        <translation>返品済み %1</translation>
    </message>
</context>
<context>
    <name>ReturnPage</name>
    <message>
        <source>Take a return</source>
        <translation>返品</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>返品しました</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>取り消しました</translation>
    </message>
    <message>
        <source>Not taken back</source>
        <translation>返品できません</translation>
    </message>
    <message>
        <source>Everything is as it was before.</source>
        <translation>すべて元に戻りました。</translation>
    </message>
    <message>
        <source>Your role does not include this. These can: %1.</source>
        <translation>この操作の権限がありません。操作できる役割：%1</translation>
    </message>
    <message>
        <source>%1 came back. Undo stands in the history for some minutes.</source>
        <translation>%1の返品です。しばらくの間、履歴から取り消せます。</translation>
    </message>
    <message>
        <source>To the member</source>
        <translation>会員ページへ</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>取り消す</translation>
    </message>
    <message>
        <source>Something of it came back elsewhere meanwhile: please look again.</source>
        <translation>この間に別の端末で返品がありました。もう一度ご確認ください。</translation>
    </message>
    <message>
        <source>Receipt %1</source>
        <translation>レシート %1</translation>
    </message>
    <message>
        <source>What comes back?</source>
        <translation>返品するもの</translation>
    </message>
    <message>
        <source>Everything, %1</source>
        <translation>全部、%1</translation>
    </message>
    <message>
        <source>What has happened</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>What will happen</source>
        <translation>返品すると</translation>
    </message>
    <message>
        <source>Choose a line, or type how much of it: what follows stands here before anything happens.</source>
        <translation>品目を選ぶか金額を入れると、返品の結果がここに出ます。</translation>
    </message>
    <message>
        <source>Comes back</source>
        <translation>返品額</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>ポイント</translation>
    </message>
    <message>
        <source>of them still pending</source>
        <translation>うち未確定</translation>
    </message>
    <message>
        <source>of them spent, out of other points</source>
        <translation>うち使用済み（ほかのポイントから）</translation>
    </message>
    <message>
        <source>of them spent, owed from now on</source>
        <translation>うち使用済み（不足になります）</translation>
    </message>
    <message>
        <source>of them expired, they cost nothing</source>
        <translation>うち失効済み（差し引きなし）</translation>
    </message>
    <message>
        <source>Spendable points then</source>
        <translation>返品後に使えるポイント</translation>
    </message>
    <message>
        <source>Counted for the tier</source>
        <translation>ランクの対象</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>ランク</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>a tier before and after</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>Unused turns that go</source>
        <translation>取り消す未使用の抽せん</translation>
    </message>
    <message>
        <source>Taken already: %1. What they won stays hers.</source>
        <comment>turns</comment>
        <translation>使用済み：%1。当たった景品はそのままです。</translation>
    </message>
    <message>
        <source>That is more than was paid and has not come back.</source>
        <translation>返品できる金額を超えています。</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください。</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>返品する</translation>
    </message>
</context>
<context>
    <name>RewardList</name>
    <message>
        <source>Only %1 more points</source>
        <translation>あと%1ポイントです</translation>
    </message>
    <message>
        <source>One turn</source>
        <translation>抽せん1回分</translation>
    </message>
    <message>
        <source>%1 more earned points</source>
        <translation>あと%1ポイント（当選分を除く）</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1ポイント</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>ほかに%1件</translation>
    </message>
    <message>
        <source>Back to the first</source>
        <translation>はじめに戻る</translation>
    </message>
</context>
<context>
    <name>RewardsPage</name>
    <message>
        <source>What your points can become</source>
        <translation>ポイントで選べるもの</translation>
    </message>
    <message>
        <source>You have %1 points.</source>
        <translation>%1ポイントお持ちです。</translation>
    </message>
    <message>
        <source>This works once we are connected again. Your points are safe.</source>
        <translation>通信が戻るとご利用いただけます。ポイントはそのままです。</translation>
    </message>
    <message>
        <source>Back to my page</source>
        <translation>マイページへ</translation>
    </message>
</context>
<context>
    <name>ScannerSign</name>
    <message>
        <source>The reader is below, on the left</source>
        <translation>読み取り口は左下です</translation>
    </message>
    <message>
        <source>The reader is below</source>
        <translation>読み取り口は下です</translation>
    </message>
    <message>
        <source>The reader is below, on the right</source>
        <translation>読み取り口は右下です</translation>
    </message>
    <message>
        <source>The reader is on the left</source>
        <translation>読み取り口は左です</translation>
    </message>
    <message>
        <source>The reader is on the right</source>
        <translation>読み取り口は右です</translation>
    </message>
    <message>
        <source>The reader is above, on the left</source>
        <translation>読み取り口は左上です</translation>
    </message>
    <message>
        <source>The reader is above</source>
        <translation>読み取り口は上です</translation>
    </message>
    <message>
        <source>The reader is above, on the right</source>
        <translation>読み取り口は右上です</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください</translation>
    </message>
    <message>
        <source>Show your card here</source>
        <translation>カードをかざしてください</translation>
    </message>
    <message>
        <source>Show your card or receipt here</source>
        <translation>会員カードかレシートをどうぞ</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>The shop&apos;s members are coming in, %1 % are here. It starts by itself.</source>
        <translation>お店の会員データを受信しています（%1 %）。終わると自動で始まります。</translation>
    </message>
    <message>
        <source>This kiosk is getting ready</source>
        <translation>ただいま準備中です</translation>
    </message>
    <message>
        <source>This kiosk is out of use</source>
        <translation>この機械はご利用いただけません</translation>
    </message>
    <message>
        <source>This kiosk is putting itself in order</source>
        <translation>ただいま復旧中です</translation>
    </message>
    <message>
        <source>This kiosk is taking a break</source>
        <translation>ただいまお休みしています</translation>
    </message>
    <message>
        <source>Its memory was damaged. What could be saved is safe, and the rest is coming back from the centre. It opens again by itself.</source>
        <translation>記録の一部が壊れたため、直しています。読み取れた記録は無事です。残りはセンターから届きます。終わると自動で始まります。</translation>
    </message>
    <message>
        <source>Please come to the counter, we are glad to help. For staff: the disk of this kiosk is full. It goes on by itself when there is room.</source>
        <translation>カウンターにお越しください。係の方へ：ディスクの空きがありません。空きができると自動で再開します。</translation>
    </message>
    <message>
        <source>Please come to the counter, we are glad to help. For staff: the disk of this kiosk can&apos;t be written. It goes on by itself when that is mended.</source>
        <translation>カウンターにお越しください。係の方へ：ディスクに書き込めません。直ると自動で再開します。</translation>
    </message>
    <message>
        <source>%1 % of the members are here</source>
        <translation>会員データの %1 % を受信済み</translation>
    </message>
    <message>
        <source>It waits for the shop&apos;s programme and starts by itself. One moment, please.</source>
        <translation>お店の設定が届くと、自動で始まります。少々お待ちください。</translation>
    </message>
    <message>
        <source>It has been taken out of the programme and has forgotten everybody. Please ask a member of staff.</source>
        <translation>登録が取り消され、お客様の情報はすべて消去されました。係の者にお声がけください。</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Read with the camera</source>
        <translation>カメラで読み取る</translation>
    </message>
</context>
<context>
    <name>SlipPrinting</name>
    <message>
        <source>One moment, it is being printed.</source>
        <translation>印刷しています。少々お待ちください。</translation>
    </message>
    <message>
        <source>It is printed. Please take it with you.</source>
        <translation>印刷しました。お取りください。</translation>
    </message>
</context>
<context>
    <name>SpotList</name>
    <message>
        <source>Spot %1</source>
        <comment>of a hunt</comment>
        <translation>スポット%1</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>発見ずみ</translation>
    </message>
    <message>
        <source>Its hint comes after the one before</source>
        <translation>前のスポットのあとにヒントが出ます</translation>
    </message>
    <message>
        <source>No camera? Tap its symbol</source>
        <translation>撮影できないときはマークで回答</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>ほかに%1件</translation>
    </message>
    <message>
        <source>Back to the first</source>
        <translation>はじめに戻る</translation>
    </message>
</context>
<context>
    <name>SyncLine</name>
    <message>
        <source>Disk full</source>
        <translation>ディスク満杯</translation>
    </message>
    <message>
        <source>Disk full, not recording</source>
        <translation>ディスク満杯、記録できません</translation>
    </message>
    <message>
        <source>Disk locked</source>
        <translation>書き込み不可</translation>
    </message>
    <message>
        <source>Disk locked, not recording</source>
        <translation>書き込み不可、記録できません</translation>
    </message>
    <message>
        <source>Exchange stopped</source>
        <translation>同期停止中</translation>
    </message>
    <message>
        <source>Records lost: %1</source>
        <translation>失われた記録 %1件</translation>
    </message>
    <message>
        <source>Members are coming in, %1 %</source>
        <translation>会員データを受信中 %1 %</translation>
    </message>
    <message>
        <source>Centre, %1</source>
        <translation>センター %1</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>オフライン</translation>
    </message>
    <message>
        <source>Not connected yet</source>
        <translation>まだ接続していません</translation>
    </message>
    <message>
        <source>Working offline, last update %1</source>
        <translation>オフラインで動作中（%1時点）</translation>
    </message>
    <message>
        <source>%1 · %2 to send</source>
        <translation>%1・未送信 %2件</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Scan, or type a name, phone or number</source>
        <translation>スキャン、または名前・電話・番号</translation>
    </message>
    <message>
        <source>Scan or search</source>
        <translation>スキャン・検索</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a person and her role</comment>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>Voucher</name>
    <message>
        <source>Voucher code</source>
        <translation>引換コード</translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message>
        <source>Garapon: sample cards</source>
        <translation>ガラポン：サンプルカード</translation>
    </message>
    <message>
        <source>the kiosk</source>
        <translation>キオスク</translation>
    </message>
    <message>
        <source>the tablet</source>
        <translation>タブレット</translation>
    </message>
    <message>
        <source>Shown to %1: %2</source>
        <translation>%1にかざしました：%2</translation>
    </message>
    <message>
        <source>The scanner does not answer. Is its window open?</source>
        <translation>読み取り機の応答がありません。画面は開いていますか。</translation>
    </message>
    <message>
        <source>Sample cards</source>
        <translation>サンプルカード</translation>
    </message>
    <message>
        <source>Click a card, a receipt or a poster to scan it. Badges and vouchers go to the tablet.</source>
        <translation>カードやレシート、ポスターをクリックすると読み取ります。バッジと引換券はタブレットで使います。</translation>
    </message>
    <message>
        <source>Setting the shop up: members, a year of purchases, a drum.</source>
        <translation>お店を準備しています（会員、1年分のお買い物、抽せん器）。</translation>
    </message>
    <message>
        <source>Setting the shop up</source>
        <translation>準備中</translation>
    </message>
    <message>
        <source>To the kiosk</source>
        <translation>キオスクへ</translation>
    </message>
    <message>
        <source>To the tablet</source>
        <translation>タブレットへ</translation>
    </message>
</context>
<context>
    <name>WheelPage</name>
    <message>
        <source>Sun</source>
        <translation>太陽</translation>
    </message>
    <message>
        <source>Moon</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Leaf</source>
        <translation>葉</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>波</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星</translation>
    </message>
    <message>
        <source>Gift</source>
        <translation>贈りもの</translation>
    </message>
    <message>
        <source>Bell</source>
        <translation>鈴</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地図</translation>
    </message>
    <message>
        <source>One moment, please.</source>
        <translation>少々お待ちください</translation>
    </message>
    <message>
        <source>Here it goes</source>
        <comment>while the drum turns</comment>
        <translation>まわっています</translation>
    </message>
    <message>
        <source>Tap a symbol to turn</source>
        <translation>絵にふれてまわす</translation>
    </message>
    <message>
        <source>Both turns</source>
        <translation>2回まとめて</translation>
    </message>
    <message>
        <source>All %1 turns</source>
        <translation>%1回まとめて</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Its printer wants paper, or a hand.</source>
        <translation>プリンターの用紙かカバーをご確認ください。</translation>
    </message>
    <message>
        <source>Won: %1. Please bring the bell.</source>
        <translation>「%1」の当選です。鐘をお持ちください。</translation>
    </message>
    <message>
        <source>A big prize was won. Please bring the bell.</source>
        <translation>大当たりです。鐘をお持ちください。</translation>
    </message>
    <message>
        <source>Somebody asks for help.</source>
        <translation>お客様がお困りです。</translation>
    </message>
    <message>
        <source>¥%1</source>
        <translation>%1円</translation>
    </message>
    <message>
        <source>%1 points</source>
        <translation>%1ポイント</translation>
    </message>
    <message>
        <source>1 turn</source>
        <translation>1回分</translation>
    </message>
    <message>
        <source>%1 turns</source>
        <translation>%1回分</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <comment>a day with its year</comment>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>a day without its year</comment>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>%1秒前</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>%1分前</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>%1時間前</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>入会</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>来店</translation>
    </message>
    <message>
        <source>Purchase</source>
        <translation>お買い上げ</translation>
    </message>
    <message>
        <source>Receipt shown</source>
        <translation>レシートの提示</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>返品</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>抽せん</translation>
    </message>
    <message>
        <source>Handed over</source>
        <translation>お渡し</translation>
    </message>
    <message>
        <source>Adjusted</source>
        <translation>調整</translation>
    </message>
    <message>
        <source>Turn given</source>
        <translation>抽せん追加</translation>
    </message>
    <message>
        <source>Turn for points</source>
        <translation>ポイントで抽せん</translation>
    </message>
    <message>
        <source>Points expired</source>
        <translation>ポイント失効</translation>
    </message>
    <message>
        <source>Points became spendable</source>
        <translation>ポイント確定</translation>
    </message>
    <message>
        <source>New card</source>
        <translation>カード再発行</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>取り消し</translation>
    </message>
    <message>
        <source>Details changed</source>
        <translation>会員情報の変更</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>同意</translation>
    </message>
    <message>
        <source>Merged</source>
        <translation>会員の統合</translation>
    </message>
    <message>
        <source>Merge taken back</source>
        <translation>統合の取り消し</translation>
    </message>
    <message>
        <source>Points spent</source>
        <translation>ポイント利用</translation>
    </message>
    <message>
        <source>Points given back</source>
        <translation>ポイント返還</translation>
    </message>
    <message>
        <source>Not collected, points given back</source>
        <translation>未受取のためポイント返還</translation>
    </message>
    <message>
        <source>PIN reset</source>
        <translation>暗証番号の再設定</translation>
    </message>
    <message>
        <source>Challenge step</source>
        <translation>チャレンジの確認</translation>
    </message>
    <message>
        <source>Spot of a hunt found</source>
        <translation>宝さがしのスポットを発見</translation>
    </message>
    <message>
        <source>Challenge done</source>
        <translation>チャレンジ達成</translation>
    </message>
    <message>
        <source>Something newer</source>
        <translation>新しい種類の記録</translation>
    </message>
    <message>
        <source>Joining</source>
        <translation>入会</translation>
    </message>
    <message>
        <source>Joining at the kiosk</source>
        <translation>キオスクでの入会</translation>
    </message>
    <message>
        <source>Hand-over</source>
        <translation>お渡し</translation>
    </message>
    <message>
        <source>Adjustment</source>
        <translation>調整</translation>
    </message>
    <message>
        <source>Given turn</source>
        <translation>抽せんの追加</translation>
    </message>
    <message>
        <source>Spot of a hunt</source>
        <translation>宝さがしのスポット発見</translation>
    </message>
    <message>
        <source>Hunt posters</source>
        <translation>宝さがしのポスター</translation>
    </message>
    <message>
        <source>Turns asked for</source>
        <translation>抽せんの取り寄せ</translation>
    </message>
    <message>
        <source>Turns given back</source>
        <translation>抽せんの返却</translation>
    </message>
    <message>
        <source>Drum given back</source>
        <translation>抽せん器の返却</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>取り消し</translation>
    </message>
    <message>
        <source>Another try</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>Rejection</source>
        <translation>却下</translation>
    </message>
    <message>
        <source>Change of details</source>
        <translation>会員情報の変更</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>会員の統合</translation>
    </message>
    <message>
        <source>Erasure</source>
        <translation>会員情報の消去</translation>
    </message>
    <message>
        <source>Done; part of it came back</source>
        <translation>達成（一部返品あり）</translation>
    </message>
    <message>
        <source>Done, on its way</source>
        <translation>達成（付与待ち）</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>達成</translation>
    </message>
    <message>
        <source>Done, all gone</source>
        <translation>達成（特典終了）</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>done of a challenge</comment>
        <translation>%1／%2</translation>
    </message>
    <message>
        <source>%1 days in a row</source>
        <translation>連続日数 %1</translation>
    </message>
    <message>
        <source>%1 weeks in a row</source>
        <translation>連続週数 %1</translation>
    </message>
    <message>
        <source>%1 · until %2</source>
        <translation>%1・%2まで</translation>
    </message>
    <message>
        <source>waiting for the till</source>
        <translation>レジの記録待ち</translation>
    </message>
    <message>
        <source>confirmed by the till</source>
        <translation>レジの記録で確認ずみ</translation>
    </message>
    <message>
        <source>somebody else&apos;s purchase</source>
        <translation>レジの記録では別の方のもの</translation>
    </message>
    <message>
        <source>not confirmed in time</source>
        <translation>期限までにレジの記録なし</translation>
    </message>
    <message>
        <source>Goods</source>
        <translation>商品</translation>
    </message>
    <message>
        <source>Gift card</source>
        <translation>ギフトカード</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>特典</translation>
    </message>
    <message>
        <source>Nickname</source>
        <translation>呼び名</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>お名前</translation>
    </message>
    <message>
        <source>Kana</source>
        <translation>フリガナ</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>電話番号</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>メールアドレス</translation>
    </message>
    <message>
        <source>Birthday</source>
        <translation>生年月日</translation>
    </message>
    <message>
        <source>This member is not known here.</source>
        <translation>この店では確認できない会員です。</translation>
    </message>
    <message>
        <source>Nobody has this card.</source>
        <translation>このカードの会員はいません。</translation>
    </message>
    <message>
        <source>This member is blocked.</source>
        <translation>停止中の会員です。</translation>
    </message>
    <message>
        <source>This member is in the programme already.</source>
        <translation>すでに登録されています。</translation>
    </message>
    <message>
        <source>This does not run here now.</source>
        <translation>現在この店舗では行っていません。</translation>
    </message>
    <message>
        <source>This turn is not known.</source>
        <translation>確認できない抽せん券です。</translation>
    </message>
    <message>
        <source>This turn belongs to another kiosk.</source>
        <translation>別のキオスクの抽せん券です。</translation>
    </message>
    <message>
        <source>The turn was used already.</source>
        <translation>抽せん券は使用済みです。</translation>
    </message>
    <message>
        <source>The drum was not at this kiosk any more.</source>
        <translation>抽せん器はこのキオスクにありませんでした。</translation>
    </message>
    <message>
        <source>What this device held was written off.</source>
        <translation>この端末が預かっていた分は、除却されました。</translation>
    </message>
    <message>
        <source>The turn does not follow from its drum.</source>
        <translation>抽せんの記録が抽せん器と合いません。</translation>
    </message>
    <message>
        <source>This is not a voucher of ours.</source>
        <translation>当店の引換コードではありません。</translation>
    </message>
    <message>
        <source>The prize was handed over before.</source>
        <translation>すでにお渡し済みです。</translation>
    </message>
    <message>
        <source>The last day to collect it is over.</source>
        <translation>お渡し期限を過ぎています。</translation>
    </message>
    <message>
        <source>The voucher was declared void.</source>
        <translation>無効になった引換コードです。</translation>
    </message>
    <message>
        <source>Another counter holds this voucher.</source>
        <translation>別のカウンターでお渡しする引換コードです。</translation>
    </message>
    <message>
        <source>The purchase is not known.</source>
        <translation>確認できない購入です。</translation>
    </message>
    <message>
        <source>More came back than was bought.</source>
        <translation>返品が購入を超えています。</translation>
    </message>
    <message>
        <source>This reason is no longer in use.</source>
        <translation>この理由は使われなくなりました。</translation>
    </message>
    <message>
        <source>This is no poster of a hunt here.</source>
        <translation>当店のポスターのコードではありません。</translation>
    </message>
    <message>
        <source>The poster was of other days.</source>
        <translation>掲示期間が過ぎたポスターです。</translation>
    </message>
    <message>
        <source>The poster hangs in another store.</source>
        <translation>ほかの店舗のポスターです。</translation>
    </message>
    <message>
        <source>Another spot comes before this one.</source>
        <translation>順番が先の場所がまだ見つかっていません。</translation>
    </message>
    <message>
        <source>Only the poster&apos;s code counts now.</source>
        <translation>マークの回答は締め切りました。コードだけが有効です。</translation>
    </message>
    <message>
        <source>Kiosks take no receipts under this programme.</source>
        <translation>このプログラムではキオスクでレシートを登録できません。</translation>
    </message>
    <message>
        <source>The receipt is of a store that is none of ours.</source>
        <translation>当店のものではないレシートです。</translation>
    </message>
    <message>
        <source>The receipt was too old.</source>
        <translation>レシートの日付が古すぎました。</translation>
    </message>
    <message>
        <source>The receipt&apos;s day was still to come.</source>
        <translation>レシートの日付がまだ先でした。</translation>
    </message>
    <message>
        <source>No more receipts count on one day.</source>
        <translation>1日に登録できる枚数をこえています。</translation>
    </message>
    <message>
        <source>This amount can&apos;t be recorded.</source>
        <translation>この数値は記録できません。</translation>
    </message>
    <message>
        <source>She is too young to join.</source>
        <translation>入会できる年齢に達していません。</translation>
    </message>
    <message>
        <source>A parent or guardian has to agree.</source>
        <translation>保護者の方の同意が必要です。</translation>
    </message>
    <message>
        <source>A consent is missing without which nobody joins.</source>
        <translation>入会に必要な同意がありません。</translation>
    </message>
    <message>
        <source>No more people join at this kiosk on one day.</source>
        <translation>このキオスクで1日に入会できる人数に達していました。</translation>
    </message>
    <message>
        <source>Another member has the same telephone number.</source>
        <translation>同じ電話番号の会員がいます。</translation>
    </message>
    <message>
        <source>Your role does not include this.</source>
        <translation>この操作の権限がありません。</translation>
    </message>
    <message>
        <source>A second person has to agree.</source>
        <translation>別の方の承認が必要です。</translation>
    </message>
    <message>
        <source>There are not enough points.</source>
        <translation>ポイントが足りません。</translation>
    </message>
    <message>
        <source>This reward is no longer offered.</source>
        <translation>この特典は終了しています。</translation>
    </message>
    <message>
        <source>Nothing was spent there.</source>
        <translation>ポイントの利用がありません。</translation>
    </message>
    <message>
        <source>It was taken back before.</source>
        <translation>すでに取り消されています。</translation>
    </message>
    <message>
        <source>The member&apos;s PIN was not accepted.</source>
        <translation>会員の暗証番号が確認できませんでした。</translation>
    </message>
    <message>
        <source>This can&apos;t be undone any more.</source>
        <translation>これは取り消せません。</translation>
    </message>
    <message>
        <source>The time for undoing is over.</source>
        <translation>取り消せる時間を過ぎました。</translation>
    </message>
    <message>
        <source>Only the person who did it can undo it.</source>
        <translation>取り消せるのは本人だけです。</translation>
    </message>
    <message>
        <source>Something newer has to be undone first.</source>
        <translation>先に新しい操作を取り消してください。</translation>
    </message>
    <message>
        <source>This member asked to be forgotten.</source>
        <translation>この会員の情報は、ご本人の希望により消去されました。</translation>
    </message>
    <message>
        <source>This member is not merged with anybody.</source>
        <translation>この会員は、ほかの会員と統合されていません。</translation>
    </message>
    <message>
        <source>Somebody else has changed this since.</source>
        <translation>その後、別の人が変更しています。</translation>
    </message>
    <message>
        <source>This can&apos;t be right: please look again.</source>
        <translation>内容をもう一度ご確認ください。</translation>
    </message>
    <message>
        <source>This is not held, or was settled before.</source>
        <translation>保留中ではないか、すでに処理されています。</translation>
    </message>
    <message>
        <source>A manager rejected it.</source>
        <translation>店長が却下しました。</translation>
    </message>
    <message>
        <source>It was put right by something else.</source>
        <translation>別の操作で訂正されました。</translation>
    </message>
    <message>
        <source>The centre was restored and waits for other devices.</source>
        <translation>センターを復元したため、ほかの端末からの送信を待っています。</translation>
    </message>
    <message>
        <source>The centre does not know this version of the programme.</source>
        <translation>センターにこの版のプログラムがありません。</translation>
    </message>
    <message>
        <source>The centre could not read it.</source>
        <translation>センターで読み取れませんでした。</translation>
    </message>
    <message>
        <source>The signature was not accepted.</source>
        <translation>署名を確認できませんでした。</translation>
    </message>
    <message>
        <source>It was not possible.</source>
        <translation>できませんでした。</translation>
    </message>
</context>
</TS>
