"""Hindi words and phrases by concept, in Devanagari and in Latin letters; a star is any ending."""

from intents.lexicon.concepts import Concept

HINDI: dict[Concept, str] = {
    Concept.EXPORT: "एक्सपोर्ट*, डाउनलोड*, रेंडर*, निर्यात*, निकाल दो वीडियो, export kar, export kr, export karo, export krdo, export kardo, download kar, download kr, download krna, download karna, donload, daunlod, dawnload, downlod, render karo, render kar, nikal do video",
    Concept.SAVE: "सेव*, सहेज*, save karo, save kar, save krdo, save kardo, save karna, सुरक्षित",
    Concept.SEND: "भेज*, शेयर*, bhej*, bej, bejo, share karo, share kar, share krdo",
    Concept.SENDME: """
        मुझे भेज*, मुझे भेजो, मुझे भेज दो, भेज दो, भेजो, भेजिए, भेजना, भेज दीजिए, दे दो, दे दीजिए, मुझे दे दो, मुझे दो, मुझे दें, वीडियो दो, भेजिये, भेजें, मुझे चाहिए, वीडियो चाहिए, फाइल चाहिए, फ़ाइल चाहिए, मिलेगा, मिल सकता, मिल सकती, मिल जाएगा, मिल जाए, थमा दो, पकड़ा दो,
        mujhe bhej*, mujhe bhejo, mujhe bhej do, bhej do, bhejdo, bhejo, bhej de, bhej dijiye, bhejna, dedo, de do, de dena, dede, mujhe de do, mujhe dedo, mujhe do, video do, file do, mujhe chahiye, video chahiye, file chahiye, bhejiye, milega, mil sakta, mil sakti, mil jayega, mil jaye, bhej dena, de dijiye, send karo, send kar do, send kardo, send krdo, send kr, mere ko bhej, muje bhej*, muje bhejo, mujhe send, bhj do, bhjo
    """,
    Concept.SENDYOU: """
        भेज रहा, भेज रही, भेजता हूँ, भेजती हूँ, भेजता हूं, भेजूं, भेजूँ, भेजना चाहता, भेजना चाहती, भेजूंगा, भेजूंगी, भेजा है, आपको भेज, तुम्हें भेज, दे रहा, दे रही, देता हूँ, देती हूँ, भेज दूँ, भेज दूं, भेजने वाला, भेजने वाली, भेज सकता, भेज सकती, भेजी है,
        bhej raha, bhej rahi, bhejta hu, bhejti hu, bhejta hoon, bheju, bhejun, bhejna chahta, bhejna chahti, bhejunga, bhejungi, bheja hai, bheji hai, de raha, de rahi, aapko bhej, tumhe bhej, tujhe bhej, bhej du, bhej rha, bhej rhi, bhejne wala, bhej sakta, bhej sakti, send kar raha, send kr rha, send kar rahi, deta hu, bhejta hun
    """,
    Concept.UPLOAD: "अपलोड*, चढ़ा*, इम्पोर्ट*, जोड़नी है फाइल, upload kar, upload karo, upload karna, upload kr, uplod, chadha*, import kar",
    Concept.MAKE: "बना*, बनाओ, बना दो, बनाइए, तैयार कर, तैयार करो, क्रिएट*, जनरेट*, जेनरेट*, bana, banao, bana do, banado, banade, banaiye, bnao, bna do, bna, bnado, bana de, bana dena, banana hai, banani hai, banwa*, taiyar kar, tayar kar, create karo, create kar, generate karo, generate kar, banaye, banaiyega, bnana, bnade, bana dijiye, bana skte",
    Concept.TURN: "बदल*, कन्वर्ट*, परिवर्तित*, badal*, convert karo, convert kar, convert kr, tabdeel",
    Concept.TURNINTO: "वीडियो में बदल, का वीडियो बना, की वीडियो बना, से वीडियो, से एक वीडियो, का वीडियो, की वीडियो, का एक वीडियो, की एक वीडियो, को वीडियो, video mein badal, video me badal, ka video bana, ki video bana, se video, ka video, ki video, ka ek video, ki ek video, ko video, se ek video, ka clip, ki clip, ki reel, ka reel, की रील, की क्लिप, ka vdo, ki vdo, se reel",
    Concept.ANIMATE: "एनिमेट*, ऐनिमेट*, जान डाल*, ज़िंदा कर, जिंदा कर, एनीमेट*, animate karo, animate kar, jaan daal*, zinda kar, jinda kar, jaan dal*, animate kr",
    Concept.MOVE: "हिल*, हिला*, नाच*, चलता हुआ, हिलने, hil*, hila*, naach*, nach*, dance kare, dance karwa*, chalne lage, हरकत",
    Concept.EDIT: """
        जोड़*, डाल*, लगा*, हटा*, मिटा*, काट*, छोटा कर*, लंबा कर*, तेज़ कर*, तेज कर*, धीमा कर*, धीमी कर*, बढ़ा*, घटा*, कम कर*, ज़्यादा कर*, ज्यादा कर*, एडिट*, ठीक कर*, सुधार*, उल्टा*, घुमा*, मिला*, लिख*, क्रॉप*, ट्रिम*, ब्लर*, म्यूट*, एड कर*, रिमूव*, डिलीट*, चेंज*, उज्ज्वल, सेट कर, जोड़ो, बदल दो रंग, मर्ज*, सजा*,
        jod*, daal*, dal do, dalo, daldo, dalna, laga*, lga do, lagao, lagado, hata*, hta do, hatao, mita*, kaat*, kat do, chota kar*, chhota kar*, lamba kar*, tez kar*, tej kar*, slow kar*, fast kar*, dheema kar*, dhima kar*, badha*, bada karo, ghata*, kam kar*, kam karo, zyada kar*, jyada kar*, edit kar*, edit karo, thik kar*, theek kar*, sudhar*, ulta*, ghuma*, mila do, likh*, rakh*, crop kar*, trim kar*, blur kar*, mute kar*, add kar*, add karo, add kr, add krdo, remove kar*, remove karo, remove kr, delete kar*, delete karo, change kar*, change karo, change kr, set karo, set kar, bright karo, bright kar, dark karo, dark kar, merge kar*, saja*, cut karo, cut kar, cut kr, hatado
    """,
    Concept.SHOW: "दिखा*, बता*, देख*, चेक*, लिस्ट*, dikha*, bata*, bta*, btao, batao, dekh*, check karo, check kar, check kr, list karo, dikhao, pata karo, पता करो, bata do, btado",
    Concept.PRESS: "दबा*, क्लिक*, daba*, click karu, click karo",
    Concept.WANT: "चाहिए, चाहता, चाहती, ज़रूरत, जरूरत, चाहते, chahiye, chahta, chahti, chaiye, chahie, jarurat, zarurat, chahte, chayie, mangta, चाहिये",
    Concept.VIDEO: "वीडियो, विडियो, वीडियोज, क्लिप, फिल्म, फ़िल्म, रील, रील्स, मूवी, विडिओ, वीडिओ, video, videos, vdo, vidio, clip, reel, reels, film, movie, vedio, veedio, एनिमेशन",
    Concept.FILE: "mp4, फाइल, फ़ाइल, फाइनल, फ़ाइनल, तैयार वीडियो, एमपी4, एमपी फोर, file, final video, final wala, final file, final vdo, final clip, taiyar video, output, रिजल्ट, रिज़ल्ट, लिंक डाउनलोड",
    Concept.PHOTO: "फोटो, फ़ोटो, तस्वीर, तस्वीरें, तस्वीरों, इमेज, चित्र, पिक्चर, सेल्फी, पिक, photo, photos, foto, tasveer, tasvir, image, pic, pics, picture, fotu, selfie, photu",
    Concept.PART: """
        टाइटल, शीर्षक, सबटाइटल*, कैप्शन, टेक्स्ट, टैक्स्ट, अक्षर, म्यूजिक, म्यूज़िक, संगीत, गाना, गाने, गीत, आवाज़, आवाज, ऑडियो, वॉल्यूम, ट्रांजिशन, ट्रांज़िशन, इफेक्ट, इफ़ेक्ट, फिल्टर, फ़िल्टर, लोगो, वॉटरमार्क, वाटरमार्क, स्टिकर, इमोजी, इंट्रो, बैकग्राउंड, रंग, कलर, आइकन, बटन, बैनर, एंड क्रेडिट*, एंड क्रेडिट्स, व्हाइट बैलेंस, स्टेटस बार, प्रोग्रेस बार, सीन, शब्द, नाम, ब्राइटनेस, आखिर में, फॉन्ट, फ़ॉन्ट,
        title, subtitle, subtitles, caption, captions, text, music, gaana, gana, gaane, song, awaz, awaaz, aawaz, audio, volume, transition, effect, filter, logo, watermark, sticker, emoji, intro, background, rang, color, colour, icon, button, banner, end credits, white balance, status bar, progress bar, scene, shabd, brightness, naam, font, bgm
    """,
    Concept.LOOK: "चमकीला, उजला, गहरा, तेज़, तेज, धीमा, धीमी, लंबा, छोटा, बड़ा, ब्लैक एंड व्हाइट, वर्टिकल, स्लो मोशन, सिनेमैटिक, और तेज़, ब्राइट, chamkila, ujla, gehra, tez, tej, dheema, dhima, lamba, lambi, chota, chhota, bada, black and white, vertical, slow motion, cinematic, thoda bright, thoda fast, thoda slow, bright, डार्क, thoda",
    Concept.CREDITS: "क्रेडिट, क्रेडिट्स, बैलेंस, बैलेन्स, कोटा, अंक, पॉइंट, पॉइंट्स, शेष राशि, टोकन, लिमिट, खाते में, credit, credits, balance, quota, points, tokens, bailance, balence, limit, coins, khate me, khate mein, कॉइन",
    Concept.STATUS: "स्थिति, स्टेटस, प्रगति, कितना हुआ, क्या हुआ, कहाँ तक, कहां तक, कितनी देर, हो रहा है, चल रहा है, अटक*, status, kitna hua, kya hua, kaha tak, kahan tak, kitni der, kitna time, ho raha hai, ho rha hai, chal raha hai, progress, update kya, kya chal raha, atak*, kab tak, कब तक, kitna baki, kitna bacha hai render, kya scene hai, प्रोग्रेस, अपडेट",
    Concept.TIMELINE: "टाइमलाइन, ट्रैक, ट्रैक्स, प्रोजेक्ट, परियोजना, लेयर, timeline, tracks, track, project, layers, duration, अवधि",
    Concept.FORMAT: "फॉर्मेट, फ़ॉर्मेट, रेज़ोल्यूशन, रेजोल्यूशन, क्वालिटी, गुणवत्ता, format, quality, resolution",
    Concept.DEVICE: "फोन, फ़ोन, मोबाइल, गैलरी, गैलेरी, व्हाट्सएप, phone, fone, mobile, gallery, galry, whatsapp, wp pe, लैपटॉप, कंप्यूटर",
    Concept.DID: "हो गया, हो गई, बन गया, बन गई, हुआ क्या, हुई क्या, ho gaya, ho gya, hogaya, hogya, ho gayi, ban gaya, ban gya, ban gayi, bana kya, hua kya, hua ki, हुआ कि, hui kya, bangaya, bangya, ho chuka, हो चुका, बन चुका, ban chuka, hui ya, hua ya",
    Concept.WHAT: "क्या, कौन, कौनसा, कौन सा, कौन से, कौन-कौन, kya, kaun, kaunsa, konsa, kon, kon kon, kaun kaun, kya kya, क्या क्या",
    Concept.HOW: "कैसे, कैसा, kaise, kese, kaisa",
    Concept.HOWMANY: "कितना, कितने, कितनी, kitna, kitne, kitni, kitnay, ktne, kitney",
    Concept.HOWLONG: "कितना समय, कितनी देर में, कितना वक्त, kitna samay, kitni der me, kitni der mein, kitna wakt, kitni lambi, कितनी लंबी, kitne second, कितने सेकंड का",
    Concept.WHERE: "कहाँ, कहां, किधर, kaha, kahan, kidhar, kha",
    Concept.WHEN: "कब, kab",
    Concept.LEFT: "बचा*, बचे, बची, बाकी, बाक़ी, शेष, रह गए, बच गए, खत्म, ख़त्म, bacha, bache, bachi, baki, baaki, bche, bcha, bachay, rah gaye, reh gaye, khatam, khatm, bach gaye, remaining",
    Concept.ENOUGH: "काफी, काफ़ी, पर्याप्त, kaafi, kafi, bas hai, ho jayega kya, हो जाएगा क्या, bahut hai, पूरे पड़",
    Concept.DONE: "तैयार, पूरा, पूरी, कम्प्लीट, समाप्त, ready, taiyar, tayar, taiyaar, poora, pura, complete, done, finish, हो पाया, रेडी, ban raha, बन रहा, फेल",
    Concept.ISDONE: "हो गया क्या, तैयार है क्या, बन गया क्या, हुआ या नहीं, तैयार हुआ, बना कि नहीं, ho gaya kya, ho gya kya, hogaya kya, ready hai kya, taiyar hai kya, bana ki nahi, hua ya nahi, hua ki nahi, ready hua, ban gaya kya, ban gya kya, ready hai, complete hua, done hua, abhi tak nahi, अभी तक नहीं, taiyar hua, bana ya nahi, hua kya abhi, pura hua, पूरा हुआ",
    Concept.PAST: "exported, download hua, download ho gaya, export hua, export ho gaya, upload hua, upload ho gaya, एक्सपोर्ट हुआ, एक्सपोर्ट हो गया, अपलोड हुआ, अपलोड हो गया, render hua, रेंडर हुआ, रेंडर हो गया, render ho gaya",
    Concept.HERE: "ये लो, यह लो, यह रहा, ये रहा, ये रही, यह रही, ये रहे, मेरे पास, ye lo, yeh lo, ye raha, yeh raha, ye rahi, yeh rahi, mere paas, mere pas, ye le, lo bhai, ye dekho, ye rha, ye rhi, लीजिए",
    Concept.NOT: "मत, नहीं, नही, न, ना, बिना, mat, nahi, nahin, nhi, nai, mt, na karo, bina, rehne do, रहने दो, ruko, रुको, rukो, ruk",
    Concept.IF: "अगर, जब, पहले, होने के बाद, agar, jab, pehle, pahle, hone ke baad, jaise hi, जैसे ही, jab tak, ho jaye to, हो जाए तो, ban jaye to, बन जाए तो, ho jaye toh, ban jaye toh, pehle ki",
    Concept.INTO: "में",
    Concept.WITH: "के साथ, ke saath, ke sath",
    Concept.ABOUT: "के बारे में, पर एक, जिसमें, ke bare me, ke baare mein, jisme, jismein, pe ek, par ek, ke upar, जिस में",
    Concept.AND: "और, व, एवं, aur,nd, bhi, भी, plus",
    Concept.THEN: "फिर, उसके बाद, इसके बाद, और फिर, तब, बाद में, phir, fir, uske baad, iske baad, aur phir, aur fir, tab, baad me, baad mein, uske bad, phir uske baad, fr, to phir, और उसके बाद, aur uske baad, sath hi, साथ ही, करके, karke, krke, kar ke, कर के, toh phir",
    Concept.SAYS: "लिखा हो, लिखा हुआ, नाम से, शब्द लिख, likha ho, likha hua, naam se, likh do, लिख दो, naam ka, नाम का, likhna hai, लिखा",
    Concept.BUT: "लेकिन, मगर, पर, बल्कि, lekin, magar,balki, but",
    Concept.NOW: "अभी, अब, जल्दी, तुरंत, फटाफट, abhi, ab, jaldi, turant, fatafat, jldi, foran",
    Concept.PRICE: "दाम, कीमत, क़ीमत, कितने का, पैसे, रुपये, फ्री, मुफ्त, मुफ़्त, daam, keemat, kimat, kitne ka, paise, paisa, rupaye, free hai, muft, subscription, plan, price, सब्सक्रिप्शन, charge",
    Concept.TALK: "नमस्ते, धन्यवाद, शुक्रिया, वाह, बढ़िया, मस्त, हाय, हैलो, namaste, dhanyavad, dhanyawad, shukriya, wah, badhiya, badiya, mast, arre, arey, yaar, bhai, accha, acha, thanks bhai, अच्छा, यार, भाई, अरे, kaise ho, kamaal, कमाल, कैसे हो, तुम कौन हो, sahi hai",
    Concept.CANYOU: "सकते हो, सकता है, सकते हैं, सकती हो, क्या तुम, क्या आप, sakte ho, sakta hai, sakte hain, sakti ho, kya tum, kya aap, skte ho, skta hai, kar sakte, सकता हूँ, sakta hu, sakta hoon, aata hai kya, आता है क्या, kar paoge",
}
