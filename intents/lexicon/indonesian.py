"""Indonesian words and phrases by concept; a star stands for any ending."""

from intents.lexicon.concepts import Concept

INDONESIAN: dict[Concept, str] = {
    Concept.EXPORT: "ekspor*, eksport*, export, exportin, export-in, diekspor, diexport, mengekspor, mengexport, unduh*, mengunduh, diunduh, donlot*, donlod*, download, downloadin, didownload, ngedownload, mendownload, render, renderin, dirender, ngerender, rendering, jadikan file, cetak video, keluarin videonya, finalkan",
    Concept.SAVE: "simpan*, menyimpan, disimpan, simpenin, simpen, save, disave, nyimpen",
    Concept.SEND: "kirim, kirimkan, mengirim, dikirim, bagikan, share, serahkan, kirimin, ngirim, krm, krim",
    Concept.SENDME: """
        kirim ke aku, kirim ke saya, kirim ke gue, kirimin ke, kirimkan ke saya, kirimi, kirim videonya, kirim video, kirim filenya, kirim hasilnya, kirimin dong, kirimin videonya, kirimin video, kirim dong, kirim hasil,
        kasih, kasihkan, kasi, minta, mintak, beri, berikan, mana videonya, mau videonya, mau filenya, mau mp4nya, mau video, terima, nerima, dapat, dapet, dapetin, bagi dong, bagi videonya, boleh minta, bisa minta, ambil, diambil, oper, kirim sini, kirim aja, kirim sekarang, kirim balik, kasih ke aku, butuh filenya, butuh videonya, ngambil
    """,
    Concept.SENDYOU: """
        aku kirim, saya kirim, gue kirim, gw kirim, mau kirim, mau ngirim, ngirim video, ngirim foto, kirim ke kamu, kirim ke bot, kirim foto, kirim klip, kukirim, saya kirimkan, aku kirimin, ngirimin, kirim file, bisa kirim, boleh kirim, nanti kukirim, aku kasih, saya mau mengirim, mau mengirim, mau kasih, mau nambah foto, gua kirim, mau kirimin, mau mengirimkan, tak kirim
    """,
    Concept.UPLOAD: "unggah*, mengunggah, diunggah, upload, uploadin, diupload, ngupload, mengupload, impor*, import, lampir*, terlampir, melampirkan, aplod, masukin file, up foto",
    Concept.MAKE: "bikin, bikinin, bikinkan, buat, buatin, buatkan, buatlah, bikinlah, ciptakan, hasilkan, generate, generatein, rakit, susun, menciptakan, bikn, bwt, buatku, jadiin, jadikan, membuat, dibuat, dibikin, ngebuat",
    Concept.TURN: "ubah, ubahlah, rubah, konversi*, convert, mengubah, diubah, sulap, ubahin",
    Concept.TURNINTO: "jadi video, menjadi video, jadi klip, menjadi klip, jadi film, jadiin video, jadikan video, jadi video pendek, jadi animasi, jadiin klip, jadiin satu video, jadi satu video, jadi reels, jadikan satu video, jadikan klip, jadi vidio, jadiin vidio, jadi sebuah video, menjadi sebuah video",
    Concept.ANIMATE: "animasikan, animasiin, hidupkan, hidupin, animate, menganimasikan, dianimasikan, animasi dari",
    Concept.MOVE: "bergerak, gerak, gerakin, gerakkan, joget, menari, nari, hidup, bergoyang, goyang",
    Concept.EDIT: """
        edit, editin, diedit, ngedit, tambah*, ditambah*, menambah*, nambahin, kasih judul, kasih musik, kasih teks, kasih lagu, kasih efek, kasih subtitle, kasih tulisan, kasih filter, hapus*, dihapus, hapusin, menghapus, buang, buangin, hilang*, hilangin, ilangin, potong*, dipotong, motong, pangkas, ganti*, diganti, gantiin, mengganti,
        ubah judul, ubah warna, ubah teks, ubah musik, atur, aturin, naikin, naikkan, turunin, turunkan, kecilin, kecilkan, gedein, besarin, besarkan, pelanin, cepetin, percepat, perlambat, lambatin, lambatkan, cerahin, cerahkan, gelapin, gelapkan, putar, balik, balikin, gabung*, digabung, satukan, satuin, tulis*, tulisin, taruh, taro, pasang*, pasangin, sisip*, sisipin, masukkan, masukin,
        perbaiki, benerin, betulin, rapihin, rapiin, bagusin, batalkan, batalin, ulang, ulangi, blur, blurin, crop, trim, geser, pindah*, perpendek, perpanjang, pendekin, panjangin, terjemah*, redup*, kurangi, kurangin, tempel*, warnain, poles, copot, sulih, percantik
    """,
    Concept.SHOW: "tunjuk*, tampil*, lihat*, liat*, cek*, ngecek, kasih tau, kasih tahu, kasitau, beri tahu, beritahu, sebut*, daftar, tau, tahu, tanya, nanya, cekin, intip, perlihatkan, periksa, bacain",
    Concept.PRESS: "pencet*, klik*, tekan*",
    Concept.WANT: "mau, ingin, pengen, pengin, butuh, pingin, perlu, kepengen,mw",
    Concept.VIDEO: "video, videonya, vidio, vidionya, klip, klipnya, film, filmnya, reels, animasi, animasinya, gif, vid, videoku, video-nya, clip, tiktok, vt",
    Concept.FILE: "mp4, mp4nya, mp4-nya, file, filenya, berkas, hasil, hasilnya, hasil akhir, versi final, video final, video akhir, video jadi, videonya yang jadi, finalnya, link download, final, hasil jadi, video jadinya, yang udah jadi, yang sudah jadi",
    Concept.PHOTO: "foto, fotonya, foto-foto, gambar, gambarnya, gambar-gambar, potret, selfie, lukisan, poto, fotoku, jepretan, screenshot",
    Concept.PART: """
        judul*, subtitle*, teks*, tulisan*, caption*, huruf, font, musik*, musiknya, lagu*, backsound, suara*, audio*, narasi, volume*, transisi*, efek*, filter*, logo*, watermark, stiker*, emoji, intro*, outro*, latar*, background*, warna*, ikon*, tombol*, spanduk, kredit akhir, kredit penutup, keseimbangan putih, white balance, status bar, bilah status, progress bar,
        adegan*, bingkai, kata, kalimat, kecerahan, kontras, kredit di akhir, bar status, bilah, scene, layar, pembuka, penutup, credit title, end credit, credit akhir
    """,
    Concept.LOOK: "lebih terang, lebih gelap, lebih cepat, lebih lambat, lebih panjang, lebih pendek, lebih besar, lebih kecil, lebih keras, lebih pelan, hitam putih, vertikal, horizontal, kotak, slow motion, slowmo, sinematik, terang, cerah, gelap, agak terang, lebih cerah, lebih halus, lebih, estetik, aesthetic",
    Concept.CREDITS: "kredit, kreditku, kreditnya, kredit saya, saldo, saldonya, saldoku, kuota, kuotaku, kuotanya, poin, poinku, token, koin, jatah, jatahku, credit, credits, limit, sisa kredit, sisa saldo, sisa kuota, sisa poin",
    Concept.STATUS: "status*, progres*, progress*, sampai mana, sampe mana, udah sampai, gimana kabar, kabar, perkembangan*, lama lagi, masih lama, sedang diproses, masih proses, kok lama, lama banget, prosesnya, kondisi*, nyangkut, udah sampe, berapa persen, lagi ngapain",
    Concept.TIMELINE: "timeline*, linimasa, trek, track, tracks, proyek*, project*, layer, lapisan, jalur, durasi*, garis waktu",
    Concept.FORMAT: "format*, resolusi*, kualitas*",
    Concept.DEVICE: "hp, hape, ponsel, galeri, laptop, wa, whatsapp, email, komputer, hpku",
    Concept.DID: "udah, sudah, udh, sdh, dah, apakah sudah, apakah",
    Concept.WHAT: "apa, apa aja, apa saja, yang mana, ada apa, apaan, isinya apa",
    Concept.HOW: "gimana, bagaimana, gmn, caranya, cara",
    Concept.HOWMANY: "berapa, brp, brapa, berapaan, seberapa",
    Concept.HOWLONG: "berapa lama, brp lama, berapa detik, berapa menit, berapa durasi",
    Concept.WHERE: "di mana, dimana, mana, ke mana, kemana, dmn",
    Concept.WHEN: "kapan, kpn",
    Concept.LEFT: "sisa, sisanya, tersisa, masih punya, masih ada berapa, masih ada, tinggal, habis, abis, sisaku, punyaku tinggal, nyisa",
    Concept.ENOUGH: "cukup, cukupkah, ckp, mencukupi, nyukup",
    Concept.DONE: "selesai, kelar, beres, rampung, siap, jadi, tuntas, gagal, berhasil, finish",
    Concept.ISDONE: "udah jadi, sudah jadi, udah selesai, sudah selesai, udah kelar, udah beres, sudah siap, udah siap, belum selesai, belum jadi, udah jadi belum, udah belum, sudah belum, udh jadi, udh kelar, udh selesai, dah jadi, dah kelar, belum kelar, belum beres, sdh jadi, sudah beres, kelar belum",
    Concept.PAST: "terekspor, terunduh, tersimpan, terkirim, terupload, terunggah, keexport, kerender",
    Concept.HERE: "ini, nih, berikut, ini dia, nih dia, aku punya, saya punya, gue punya, ini filenya, ini videonya, ini fotonya, nih filenya, nih videonya, ini link, ini linknya, nih link",
    Concept.NOT: "tidak, jangan, gak, ga, nggak, enggak, ngga, belum, bukan, tanpa, jgn, tak, ndak, gausah, gak usah, ga usah, tidak usah, daripada, kagak, gk, blm, tdk",
    Concept.IF: "kalau, kalo, jika, sebelum, setelah, begitu, saat, pas, ketika, kl, klo, setelah selesai, kalo udah, kalau sudah, kalau udah, abis itu jadi, bila",
    Concept.WITH: "dengan, pake, pakai, dgn, pk",
    Concept.ABOUT: "tentang, soal, di mana ada, yang menampilkan, yang isinya, bertema, seekor, seorang, sebuah",
    Concept.AND: "dan, dn, sama, juga, serta, sekalian, plus",
    Concept.THEN: "lalu, terus, trus, kemudian, habis itu, abis itu, setelah itu, selanjutnya, terakhir, akhirnya, trs, dan kemudian, baru, lantas, sehabis itu, udah gitu, langsung, lanjut",
    Concept.SAYS: "tulisan kata, bertuliskan, berjudul, yang bilang, berbunyi, dengan teks, bernama, kata-kata, tulisannya, bertulis, dengan tulisan",
    Concept.BUT: "tapi, tetapi, melainkan, cuma, namun, tp",
    Concept.NOW: "sekarang, skrg, segera, buruan, cepetan, skarang, secepatnya",
    Concept.PRICE: "harga*, biaya*, bayar*, langganan, gratis, tarif, paket, berbayar, mahal",
    Concept.TALK: "halo,makasih, terima kasih, trims, thanks, pagi, siang, malam, keren, mantap, mantul, sip, oke, wkwk*, bagus banget,kak, min, gan, hehe, siapa kamu, apa kabar, kece",
    Concept.CANYOU: "bisa, bisakah, bolehkah, boleh, bisa gak, bisa ga, dapatkah, apakah bisa, apakah kamu bisa, sanggup, mampu, bs",
}
