"""Vietnamese words and phrases by concept, read with and without accents; a star is any ending."""

from intents.lexicon.concepts import Concept

VIETNAMESE: dict[Concept, str] = {
    Concept.EXPORT: "xuất, xuất ra, xuất file, xuất video, xuất bản, tải về, tải xuống, tải video về, tải nó về, tải xuống máy, tải cái, tải file, tải video, tải clip, down về, tải bản, render, rend, export, kết xuất, download, tải ngay, xuat ra luon, rờ en đơ, xuất luôn, tải ở đâu, tải đi, tải máy",
    Concept.SAVE: "lưu, lưu lại, lưu về, save",
    Concept.SEND: "gửi, gởi, chuyển, chia sẻ, share, bắn",
    Concept.SENDME: """
        gửi cho tôi, gửi cho mình, gửi cho em, gửi cho anh, gửi tôi, gửi mình, gửi em, gửi anh, gửi tui, gửi qua đây, gửi lại, gửi qua, gửi đây, cho tôi xin, cho mình xin, cho em xin, cho xin, xin cái, xin file, xin video, xin lại, đưa tôi, đưa cho tôi, đưa mình, đưa đây, đưa em, gửi video, gửi file, gửi clip, lấy video, lấy file, lấy về, nhận video, nhận file, nhận được,
        cho tôi video, cho mình video, muốn lấy, cần file, cần video, gửi t, gửi cho t, gởi cho tôi, gởi cho mình, gởi mình, cho t xin, gửi luôn, gửi ngay, gửi bản, trả video, giao video, giao hàng, giao file, gửi đi, gửi nha, bắn qua, quăng qua, gửi vào, lấy clip, lấy mp4, lấy thành phẩm
    """,
    Concept.SENDYOU: """
        gửi cho bạn, gửi bạn, gửi bot, gửi cho bot, tôi gửi, mình gửi, em gửi, để tôi gửi, để mình gửi, để em gửi, sẽ gửi, muốn gửi, gửi thêm, gửi lên, đang gửi, sắp gửi, gửi ảnh, gửi hình, tui gửi, t gửi, gửi nhé đây, gửi cho ad, cho bạn xem, đưa bạn, đưa cho bạn, gửi clip cho, vừa gửi, mới gửi, gửi vài, gửi mấy, gửi một, anh gửi bạn, chuyển cho bạn
    """,
    Concept.UPLOAD: "tải lên,upload, đăng tải, đính kèm, nhập file, up lên, up ảnh, up video, up file, up hình,úp lên, tải ảnh lên, tải video lên, tải file lên, import, đưa lên, thêm file, nạp file",
    Concept.MAKE: "làm, tạo, dựng, làm cho tôi, làm cho mình, làm giúp, tạo cho tôi, tạo giúp, tạo ra, sản xuất, dựng cho, chế, làm 1, làm một, tạo một, tạo 1, quay, sáng tạo",
    Concept.TURN: "chuyển đổi, chuyển thành, đổi thành, hoá, hóa",
    Concept.TURNINTO: "thành video, thành clip, thành phim, thành một video, thành 1 video, thành một clip, thành 1 clip, thành đoạn phim, từ ảnh, từ tấm ảnh, từ hình, từ bức ảnh, từ mấy tấm, từ ảnh này, thành đoạn clip, thành đoạn video, từ mấy ảnh, từ các ảnh, ghép thành, thành video ngắn, từ tấm hình, thành vid",
    Concept.ANIMATE: "làm động, chuyển động, hoạt hình hóa, hoạt hoạ, cho ảnh động, sống động, cử động, có hồn, tạo chuyển động, ảnh động, động đậy",
    Concept.MOVE: "nhúc nhích, nhảy, nhảy múa, di chuyển, vẫy tay, đi lại, cười, bay ",
    Concept.EDIT: """
        sửa, chỉnh, chỉnh sửa, thêm, thêm vào, chèn, gắn, bỏ, bỏ đi, xoá, xóa, xoá bỏ,cắt bớt, cắt đi, rút ngắn, kéo dài, đổi, đổi màu, đổi nhạc, thay, thay đổi, thay bằng, tăng, giảm, giảm bớt, tăng tốc, làm chậm, làm nhanh, làm sáng, làm tối, làm mờ, xoay, lật, đảo, đảo ngược, ghép, ghép lại, nối, gộp, viết, viết chữ, đặt, để chữ, hoàn tác, lặp lại, lặp, tắt tiếng, tắt, bật, dịch, phóng to, thu nhỏ, căn giữa,lồng, lồng nhạc, lồng tiếng, chỉnh màu, chỉnh lại, sửa lại, làm lại, huỷ, hủy, bớt, cho thêm, nhét, dán, khử, tô,hạ, nâng, làm nét, phủ, làm mượt, cho nhạc, cho chữ, làm nó, làm cho nó, edit
    """,
    Concept.SHOW: "xem, cho xem, cho tôi xem, cho mình xem, cho biết, nói, liệt kê, kiểm tra, coi, coi thử, check, hiển thị, tra, tra cứu, hiện,báo, báo cáo, tóm tắt, ktra, ngó",
    Concept.PRESS: "bấm, nhấn, ấn, click",
    Concept.WANT: "muốn,mún, mong muốn, thích, muon",
    Concept.VIDEO: "video, clip, phim, đoạn phim, đoạn clip, vid, vids, viđeo, thước phim, vi deo, reels, hoạt hình, gif, đoạn video, phim ngắn, tiktok",
    Concept.FILE: "mp4, file, tệp, tập tin, kết quả, bản cuối, bản hoàn chỉnh, thành phẩm, bản final, video hoàn chỉnh, file cuối, link tải, video xong, bản đẹp, phim hoàn chỉnh, bản xịn, video thành phẩm, final",
    Concept.PHOTO: "ảnh, hình, bức ảnh, tấm ảnh, tấm hình, bức hình, hình ảnh, tranh, ảnh chụp, selfie, mấy tấm, bức tranh, tấm này, hình chụp, chân dung, pic",
    Concept.PART: """
        tiêu đề, phụ đề, chữ, dòng chữ, văn bản, phông chữ, font, nhạc, bài hát, nhạc nền, âm thanh, tiếng, giọng, giọng đọc, thuyết minh, âm lượng, chuyển cảnh, hiệu ứng, bộ lọc, filter, logo, hình mờ, sticker, nhãn dán, emoji, intro, outro,phông nền, màu, màu sắc, biểu tượng, nút, banner, cân bằng trắng, thanh trạng thái, thanh tiến trình, thanh tiến độ, danh đề, credits cuối, credit cuối, phần credit, end credits, cảnh, khung,câu, độ sáng, tương phản, cuối phim, phần mở đầu, chữ chạy, caption, sub, vietsub, tựa đề, đoạn đầu, đoạn cuối, credit cuối phim, màn hình, bảng, voice
    """,
    Concept.LOOK: "sáng hơn, tối hơn, nhanh hơn, chậm hơn, dài hơn, ngắn hơn, to hơn, nhỏ hơn, lớn hơn, đẹp hơn, đen trắng, trắng đen, dọc, ngang, vuông, quay chậm, slow motion, điện ảnh, sáng, rực rỡ, ấm hơn, lung linh, nét hơn, mượt hơn, hơn, sáng lên, to lên, nhỏ lại, chậm lại, nhanh lên tí",
    Concept.CREDITS: "tín dụng, số dư, credit, credits, điểm, hạn mức, quota, xu, token, lượt, số lượt, tài khoản, dung lượng, hạn ngạch, balance",
    Concept.STATUS: "trạng thái, tiến độ, tình hình, tới đâu, đến đâu, tình trạng, sao rồi, thế nào rồi, đang làm tới, bao giờ, bao lâu nữa, đang xử lý, lâu thế, lâu vậy, lâu quá, tiến trình, bị treo, ra sao, mấy phần trăm, bao nhiêu phần trăm, đang chạy, tới bước nào, status, lâu chưa",
    Concept.TIMELINE: "dòng thời gian, timeline, track, dự án, lớp, project, thời lượng, trục thời gian, rãnh, đường thời gian",
    Concept.FORMAT: "định dạng, độ phân giải, chất lượng",
    Concept.DEVICE: "điện thoại, máy, thư viện, zalo, máy tính, đt, dt, email, mail, facebook của tôi, bộ sưu tập",
    Concept.DID: "đã, xong chưa, được chưa, rồi chưa, ổn chưa, đc chưa, dc chưa, hoàn thành chưa",
    Concept.WHAT: "gì, những gì, cái gì, nào, có gì, j",
    Concept.HOW: "thế nào, như thế nào, làm sao, làm thế nào, sao, cách",
    Concept.HOWMANY: "bao nhiêu, mấy, bn, bnhieu, bao nhieu, nhiêu",
    Concept.HOWLONG: "bao lâu, mấy phút, mấy giây, mất bao lâu, dài bao nhiêu, dài bao lâu, bao nhiêu giây",
    Concept.WHERE: "ở đâu, đâu, đâu rồi, chỗ nào, nơi nào",
    Concept.WHEN: "khi nào, bao giờ xong, khi nao, lúc nào",
    Concept.LEFT: "còn lại, còn, còn bao nhiêu, còn mấy, còn dư, hết, sắp hết, hết chưa, còn nhiu, còn đủ, hết sạch",
    Concept.ENOUGH: "có đủ, đủ không, đủ ko, đủ k, đủ để",
    Concept.DONE: "xong, hoàn thành, hoàn tất, xong rồi, sẵn sàng, xong hết, thất bại, thành công, ra lò, kết thúc",
    Concept.ISDONE: "xong chưa vậy, đã xong chưa, làm xong chưa, chưa xong, vẫn chưa xong, chưa xong à, xong chưa bạn, xong chua, có xong chưa, chưa xong hả, xong rồi hả, xong rồi à, xuất xong chưa, render xong chưa, đã xong, xong chưa thế",
    Concept.PAST: "đã xuất, đã tải, đã lưu, đã gửi, đã up, đã render, xuất xong",
    Concept.HERE: "đây là, đây, nè, này, tôi có, mình có, em có, đây nè, đây này, có cái, có sẵn, của mình đây, của tôi đây",
    Concept.NOT: "không, đừng, chưa, chớ,hông, kg, khỏi, không cần, thay vì, chẳng, khoan, đừng có, khoan đã, hổng, mà không, từ từ, chưa vội",
    Concept.IF: "nếu, khi, trước khi, sau khi, lúc, hễ, khi xong, xong thì, nếu xong, lúc xong, khi nào xong thì",
    Concept.WITH: "với, kèm, cùng",
    Concept.ABOUT: "về, nói về, có cảnh, mô tả, quay cảnh, một con, một chú, chủ đề, về một, cảnh một",
    Concept.AND: "và, cũng, kèm theo, đồng thời, vs",
    Concept.THEN: "rồi, sau đó, xong rồi thì, tiếp theo, cuối cùng, kế đó, rồi thì, và sau đó, rồi sau đó, xong thì gửi, tiếp đó, xong đâu đấy, xong xuôi, đoạn, rồi mới",
    Concept.SAYS: "ghi, ghi là, ghi chữ, có chữ, tên là, với nội dung, viết là, nội dung là, đề chữ, có dòng chữ, với chữ, mang tên",
    Concept.BUT: "nhưng,tuy nhiên, nhưng mà, chỉ",
    Concept.NOW: "bây giờ, ngay, liền, gấp, luôn, ngay bây giờ,giờ, nhanh",
    Concept.PRICE: "giá, bao nhiêu tiền, chi phí, miễn phí, phí, gói, trả tiền, tiền, đắt, nạp, thuê bao",
    Concept.TALK: "chào, xin chào, cảm ơn, cám ơn, tks, thanks, hello, hi, tuyệt, tuyệt vời, ok, oke, đẹp quá, đẹp lắm, hihi, haha, kk, ad ơi, bạn ơi, bot ơi, ngon, ổn, bạn là ai, dạ, ạ",
    Concept.CANYOU: "có thể, được không, được ko, đc ko, dc ko, biết làm, có làm được, đc không, làm được không, đk ko, được k, giúp được, có hỗ trợ",
}
