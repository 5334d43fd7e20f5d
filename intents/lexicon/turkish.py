"""Turkish words and phrases by concept; a star stands for any ending."""

from intents.lexicon.concepts import Concept

TURKISH: dict[Concept, str] = {
    Concept.EXPORT: "indir, indirm*, indire*, indirs*, indiri*, indirebil*, dışa aktar*, dışarı aktar*, dışa, export, exportla*, export et, render, renderla*, render al, render et, aktar, aktarır, aktarsana, aktarabil*, çıktı al, çıktısını, çıktı, dışarı, download, yükle telefona, render'la*, export'la*, render'ı, aktarma",
    Concept.SAVE: "kaydet*, kayded*, sakla",
    Concept.SEND: "gönder, yolla, paylaş, paylaşır, iletir, ilet, gönderilsin, yollanır, at",
    Concept.SENDME: """
        bana gönder*, gönderir misin, gönderirmisin, bana yolla*, yollar mısın, yollasana, göndersene, bana at, atar mısın, atsana, bana ver, ver bana, verir misin, versene, videoyu ver, videoyu gönder, videoyu yolla, videoyu at, at bana, alabilir miyim, alabilirmiyim, alayım, almak istiyorum,
        ver artık, teslim et, bana ulaştır, bana lazım, gönderin, yollayın, gönderiver, yollayıver, verin, gönderirsen, gönderebilir, yollarsan, atıver, bi atsana, iletir misin, atabilir, bana gönderebilir, gönderebilir misin, yollayabilir, elime, bana iletir, videoyu alabilir
    """,
    Concept.SENDYOU: """
        gönderiyorum, yolluyorum, atıyorum, göndereceğim, göndericem, gönderecem, yollayacağım, yollıcam, atıcam, atacağım, sana gönder*, sana yolla*, sana at*, size gönder*, gönderebilir miyim, göndersem, atsam, yollasam, gönderdim, yolladım, attım, göndereyim, yollayayım, atayım, atabilir miyim, iletiyorum, göndermek istiyorum, atmak istiyorum, yollamak istiyorum, sana vereyim, veriyorum
    """,
    Concept.UPLOAD: "yükle, yükley*, yüklem*, yüklüyorum, yükleyeceğim, yüklicem, yüklesem, yükleyebil*, upload, ekte, dosya ekle, içe aktar*, içeri aktar,ekliyorum, ekledim, upload edicem, ekteki",
    Concept.MAKE: "yap, yapar, yapsana, yapın, yapıver, yapabil*, yapalım, yapman*, yapma*, oluştur*, üret*, hazırla*, yarat*, çek, çıkar bana, yaparmısın, yapar mısın, kurgula, tasarla, yapsan, oluşturur, yaptır",
    Concept.TURN: "dönüştür*, çevir*, çevirir, cevir*",
    Concept.TURNINTO: "videoya dönüştür*, videoya çevir*, video yap, video haline, videoya, klibe, klip yap, klip haline, filme dönüştür, videosunu yap, video oluştur, videosu yap, video olsun, tek video, videoya dök, animasyona",
    Concept.ANIMATE: "canlandır*, animasyon yap, hareketlendir*, hareket ettir*, animasyonlu, oynat bu fotoğrafı, canlansın, animasyonlaştır, anime et",
    Concept.MOVE: "hareket*, kıpırda*, dans*, canlan*, oynasın, yürüsün, gülsün, sallansın, hayat ver",
    Concept.EDIT: """
        ekle, ekler, eklesene, ekleyin, ekleyip, eklensin, ekleyebil*, ekleme, ekleyelim, ekleyiver, koy, koyar, koysana, koyalım, koyup, koyun, sil, siler, silsene, silip, silin, kaldır*, çıkar, çıkart*, kes, keser, keselim, kesip, kısalt*, kırp*, uzat*, değiştir*, düzenle*, düzelt*, ayarla*, artır*, arttır*, azalt*, aç biraz, kıs, kısar, kısalım, hızlandır*, yavaşlat*, aydınlat*, karart*, parlat*, döndür*,
        ters çevir, birleştir*, yaz, yazsın, yazar, yazsana, yazın, yerleştir*, iyileştir*, geri al, tekrarla, bulanıklaştır*, sustur*, sessize, çevirisini, altyazı ekle, büyüt*, küçült*, yükselt*, düşür*, taşı, boya, uygula, ortala*, keskinleştir*, güzelleştir*, yumuşat*, böl, arasına, sonuna, başına, olsun, renklendir*, at gitsin, bindir, sesini aç, sesini kıs, başlığı, kaldır
    """,
    Concept.SHOW: "göster*, söyle*, söyler, bak, bakar, bakayım, bakabil*, görebil*, görmek, listele*, kontrol et*, öğrenebil*, öğrenmek, anlat, bilgi ver, göreyim, bi bak, sayar mısın, özetle",
    Concept.PRESS: "basıyorum, basacağım, tıkla*, basayım",
    Concept.WANT: "istiyorum, isterim, lazım, istiyom, ihtiyacım, gerekiyor, gerek, istedim, rica, isterdim",
    Concept.VIDEO: "video*, klip, klibi, klibim, klipler, film, filmi, filmini, animasyon, animasyonu, gif, reels, vidyo*, videom*, kısa film, tiktok, filmcik",
    Concept.FILE: "mp4*, dosya, dosyay*, dosyas*, sonuç, sonucu, son hali, son halini, bitmiş, son video, nihai, final versiyon, indirme linki, indirme bağlantısı, bitmiş hali, bitmiş halini, hazır video, final hali, videonun son hali",
    Concept.PHOTO: "fotoğraf*, fotograf*, foto, fotoyu, fotolar*, fotom*, resim, resmi, resimler*, resmim*, görsel*, selfie*, çizim*, portre, fotonun, kare",
    Concept.PART: """
        başlık*, başlığ*, altyazı*, yazı, yazıy*, yazılar*, metin*, metni, font, müzik*, müziğ*, şarkı*, ses, sesi, sesin*, seslendirme*, geçiş*, efekt*, filtre*, logo*, filigran*, çıkartma*, sticker*, emoji*, intro*, giriş, arka plan*, arkaplan*, fon, fona, renk*, rengi*, ikon*, simge*, buton*, düğme*, afiş, bitiş jeneriği, jenerik*, jeneriğ*, kapanış jeneriği, beyaz dengesi, beyaz dengesini, durum çubuğu, durum çubuğunu, ilerleme çubuğu, yükleme çubuğu,
        sahne*, çerçeve*, kelime*, cümle*, parlaklı*, kontrast*, melodi, arka fon, ekran, ekranda, kapak, son kısım, geri sayım
    """,
    Concept.LOOK: "daha parlak, daha aydınlık, daha karanlık, daha hızlı, daha yavaş, daha uzun, daha kısa, daha büyük, daha küçük, siyah beyaz, siyah-beyaz, dikey, yatay, kare yap, ağır çekim, sinematik, parlak, daha, biraz, daha canlı, daha sıcak",
    Concept.CREDITS: "kredi*, bakiye*, kota*, kontör*, puan*, jeton*, limit*, hakkım*, hak, token*, kredim",
    Concept.STATUS: "durum, durumu, durumda, durumum, ilerleme, ne alemde, ne durumda, nerede kaldı, nerde kaldı, nasıl gidiyor, son durum, ne kadar sürer, ne kadar kaldı, yüzde kaç, hangi aşama*, ne oldu, noldu, devam ediyor, takıldı, hala, ne aşama*, işlem",
    Concept.TIMELINE: "zaman çizelge*, zaman çizgisi*, timeline*, proje*, parça*, iz, izler, katman*, süresi, süre, kanal, track, içinde ne var, videoda ne var, trackler, neler var",
    Concept.FORMAT: "format*, çözünürlü*, kalite*",
    Concept.DEVICE: "telefon*, galeri*, bilgisayar*, whatsapp*, mail*, e-posta*, cebime",
    Concept.DID: "bitti mi, oldu mu, hazır mı, tamam mı, yaptın mı, bitirdin mi, tamamlandı mı, bittimi, oldumu, hazırmı, çıktı mı, geldi mi, yüklendi mi, indi mi, yapıldı mı, aktarıldı mı, tamamlandımı, alındı mı, ulaştı mı",
    Concept.WHAT: "ne, neler, hangi, hangileri, ne var, nedir, nelerdir",
    Concept.HOW: "nasıl",
    Concept.HOWMANY: "kaç, ne kadar, kaç tane",
    Concept.HOWLONG: "ne kadar sürecek, kaç saniye, kaç dakika, ne kadar zaman, daha ne kadar, kaç sn",
    Concept.WHERE: "nerede, nerde, nereden, nereye, nerden, hani",
    Concept.WHEN: "ne zaman, kaçta, nezaman",
    Concept.LEFT: "kaldı, kalan, kalmış, kalıyor, kaldı mı, kalmadı, bitmiş mi, kalanım, duruyor, kaldımı, mevcut, tükendi, var mı",
    Concept.ENOUGH: "yeter, yeterli, yetiyor, yeter mi, yetermi, yeterli mi, yetecek",
    Concept.DONE: "bitti, hazır, tamamlan*, tamam, bitir*, bitmedi, oldu, sonlandı, bitmek",
    Concept.ISDONE: "bitti mi acaba, hala bitmedi, daha bitmedi, bitmedi mi, hazır değil mi, ne zaman biter, ne zaman hazır, ne zaman bitecek, olmadı mı, hazır olur, hala hazır, bitmiyor mu, daha olmadı",
    Concept.PAST: "indirildi, aktarıldı, gönderildi, kaydedildi, yüklendi, indirdim, aktarılmış",
    Concept.HERE: "işte, buyur, buyrun, al sana, elimde, bende, şu video, al bakalım, işte dosya, işte video, buyurun",
    Concept.NOT: "değil, yok, hayır, asla, olmadan, yerine, sakın, henüz, gerek yok, istemiyorum, boşver, yapma, etme, indirme, gönderme, kaydetme, silme, koyma",
    Concept.IF: "eğer, önce, sonra olursa, bitince gönder, olunca, bittiğinde, bitirince, hazır olunca, bitirdiğinde, olursa, tamamlanınca, tamamsa",
    Concept.WITH: "ile, birlikte",
    Concept.ABOUT: "hakkında, konulu, olan bir, içeren, ilgili, anlatan, gösteren",
    Concept.AND: "ayrıca,hem, bi de, bir de",
    Concept.THEN: "sonra, ardından, daha sonra, sonrasında, en son, sonunda, ve sonra, bundan sonra, ondan sonra, akabinde, peşinden, son olarak, hemen ardından, bitince, ondan sonra da",
    Concept.SAYS: "yazan, diye, yazısı, yazılı, adlı, isimli, yazısını, kelimesini, sözünü, kelimesi, ibaresi",
    Concept.BUT: "ama, fakat, ancak, yalnız",
    Concept.NOW: "şimdi, hemen, acil, acele, şuan, çabuk, acilen",
    Concept.PRICE: "fiyat*, ücret*, abonelik, bedava, ödeme*, ücretsiz, paralı, kaç para, kaç lira",
    Concept.TALK: "merhaba, selam*, teşekkür*, sağol*, sağ ol, günaydın, harika, süper, mükemmel, eyvallah, eyv, tşk, naber, nasılsın, güzel, bayıldım, kolay gelsin, hocam, abi, kanka, lütfen, tebrik*, kimsin",
    Concept.CANYOU: "yapabilir misin, yapabiliyor musun, mümkün mü, edebilir misin, yapabilirmisin, olur mu, mümkünse, bilir misin, biliyor musun, edebiliyor",
}
