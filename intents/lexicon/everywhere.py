"""Words that say how somebody asks, of all languages at once; a star stands for any ending."""

from intents.lexicon.concepts import Concept

EVERYWHERE: dict[Concept, str] = {
    Concept.WAIT: """
        waiting, wait, waited, hours, ages, forever, minutes ago, hour ago, since morning, all day, nothing yet,
        esperando, espero, esperé, llevo, horas, hace rato, nada todavía, esperamos, aguardando, faz tempo, tô aqui, há horas,
        nada ainda, attends, j'attends, attendre, attente, des heures, depuis, warte, warten, gewartet, seit, stundenlang, ewig,
        жду, ждем, ждём, ждать, заждал*, ждала, час назад, с утра, до сих пор, intezaar, intezar, wait kar, baitha hu, baithi hu, इंतज़ार, इंतजार, बैठा, बैठी,
        nunggu*, menunggu, tunggu, ditunggu, dari tadi, sejak, انتظر, أنتظر, استنى, مستني, ناطر, من ساعة, من الصبح, بستنى, منتظر,
        待ってる, 待ってます, 待って, 待たさ, 待ちくたびれ, ずっと, 기다리, 기다렸, 한참, 몇 시간, 시간째, bekliyor*, bekled*, beklet*, saattir, beri, sabahtan,
        chờ, đợi, từ sáng, lâu lắc, nãy giờ, chờ hoài, 等了, 等着, 等半天, 等到, 等好久, 半天了, 一直等, 从早上, 久等, 等緊
    """,
    Concept.ACCOUNT: """
        account, acc, wallet, my plan, on my meter, cuenta, monedero, billetera, mi plan, conta, carteira, compte, portefeuille,
        konto, kontos, geldbeutel, счет, счету, счёту, счете, счёте, аккаунт*, кошел*, khata, khate, khaate, wallet me, खाता, खाते, अकाउंट, akun, akunku, dompet, rekening,
        حساب, حسابي, الحساب, محفظتي, المحفظة, アカウント, 口座, 財布, 手持ち, 계정, 지갑, 통장, hesap, hesabım*, hesabımda, cüzdan*, tài khoản của, ví, trong tài khoản,
        账户, 账上, 账号, 钱包, 帐户, 帐上, 我名下, 户头, 賬戶
    """,
    Concept.WHY: """
        why, how come, what does, what is a, difference between, explain, meaning of, por qué, porque, para qué, qué significa, qué es, explícame, por que, o que é, o que significa, explica,
        diferença, diferencia, pourquoi, c'est quoi, ça veut dire, explique*, différence, warum, wieso, weshalb, was heißt, was bedeutet, was ist ein, erklär*, unterschied,
        почему, зачем, что значит, что такое, объясни*, в чем разница, kyu, kyun, kyon, matlab, क्यों, मतलब, kya hota, kya hoti, क्या होता, क्या होती, samjhao, समझाओ, farak, फर्क,
        kenapa, knp, mengapa, kok, artinya, maksudnya apa, jelasin, bedanya, apa itu, ليش, لماذا, ليه, يعني ايه, يعني ايش, ما معنى, اشرح*, الفرق, ما هو ال,
        なぜ, なんで, どうして, って何, とは, 意味, 違い, どういう, 説明, 왜, 무슨 뜻, 뜻이, 차이, 설명, 이 뭐야, 가 뭐야, neden, niye, ne demek, nedir, anlatsana, farkı, açıkla*,
        tại sao, vì sao, sao lại, nghĩa là gì, là gì, giải thích, khác gì, 为什么, 为啥, 什么意思, 是什么, 是啥, 干嘛, 怎么回事, 区别, 解释, 讲讲, 點解
    """,
    Concept.FAIL: """
        crash, crashed, failed again, error, stuck, frozen, hang, hung, broke, falló, fallo, tronó, se cayó, se trabó, trabado, congelado, caiu, travou, travado, deu pau, deu erro, erro,
        planté, plante, bloque, bloqué, bugué, abgestürzt, absturz, hängt, hängen, kaputt, fehler, упал, упало, завис*, слетел*, сломал*, ошибк*, глюк*, fail ho, atak, atka, hang ho, error aa, फेल, अटक, एरर,
        gagal, eror, error ya, nyangkut, macet, hang, فشل, علق, معلق, خطأ, وقف, كراش, علّق, コケ, 落ちた, 固まっ, エラー, 失敗, フリーズ, 止まっ, 터졌, 멈췄, 멈춘, 오류, 에러, 실패,
        çöktü, patladı, takıldı, dondu, hata, bozuldu, lỗi, treo, đơ, hỏng, bị lỗi, 挂了, 崩了, 卡住, 报错, 失败, 死机, 卡死, 卡了
    """,
    Concept.OWN: """
        my own, of mine, mine, myself, mío, mía, míos, mías, propio, propia, meu mesmo, minha própria, próprio, à moi, le mien, les miens, mes, eigenes, eigene, eigenen, meins, meine, meinem, meinen,
        мой, моя, моё, мои, моих, моему, свой, свою, свои, у меня, mera, mere, meri, apna, apni, mujhe, मेरा, मेरे, मेरी, अपना, अपनी, मुझे, punyaku, milikku, punyaku sendiri, sendiri, saya, aku, ku,
        حقي, تبعي, بتاعي, عندي, لي, 私の, 自分の, うちの, わたしの, 俺の, 내, 제, 내꺼, 저의, 나한테, 저한테, benim, kendi, bende, bana, của tôi, của mình, tui, của em, của tui, 我的, 我自己, 自己的, 给我, 我
    """,
    Concept.NEXT: """
        one more, another, next one, coming, incoming, on its way, otra más, otro más, viene, van, mais uma, mais um, chegando, a caminho, encore une, encore un, arrive, arrivent, noch eins, noch ein, noch eine, kommt gleich, kommt noch, kommen noch,
        ещё одн*, еще одн*, летит, щас будет, ek aur, do aur, aa raha, aa rahi, एक और, आ रहा, आ रही, satu lagi, lagi satu, nyusul, menyusul, وحدة كمان, واحد كمان, كمان وحدة, جاي, جاية, ثانية جاية, もう一枚, もう一つ, もう一本, もうひとつ, 하나 더, 한 장 더, 더 간다,
        bir tane daha, bi tane daha, geliyor, yolda, một cái nữa, một tấm nữa, cái nữa, tới nè, 还有一张, 还有一个, 再来一张, 另一张, 还有几张, 等下再
    """,
}
