<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en_GB">
<context>
    <name>DigitField</name>
    <message>
        <source>Member number</source>
        <translation>会員番号</translation>
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
        <source>Usual view</source>
        <translation>ふつうの表示</translation>
    </message>
    <message>
        <source>Easy view</source>
        <translation>見やすく</translation>
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
    <name>PinDots</name>
    <message>
        <source>%1 of %2 digits</source>
        <translation>%2桁のうち%1桁</translation>
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
    <name>Voucher</name>
    <message>
        <source>Voucher code</source>
        <translation>引換コード</translation>
    </message>
</context>
</TS>
