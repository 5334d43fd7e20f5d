"""Portuguese words and phrases by concept; a star stands for any ending."""

from intents.lexicon.concepts import Concept

PORTUGUESE: dict[Concept, str] = {
    Concept.EXPORT: "export*, baixar, baixo, baixa o, baixa pra, baixa aí, baixa logo, baixe, baixá-lo, download, renderiz*, finaliza o vídeo, bora exportar, baixar ele, solta o vídeo, gera o arquivo",
    Concept.SAVE: "salv*, guard*",
    Concept.SEND: "envia, enviar, envie, manda, mandar, mande, compartilh*, entreg*, partilh*",
    Concept.SENDME: """
        me manda, me mande, me mandar, me envia, me envie, me enviar, me passa, me passe, me dá, me da, manda pra mim,
        manda aí, manda ai, envia pra mim, manda o vídeo, manda o video, envia-me, manda-me, me dê, passa o vídeo,
        passa pra mim, me entrega, quero receber, receber, recebo, cadê meu vídeo, mandar pra mim, quero o vídeo,
        preciso do vídeo, quero o arquivo, preciso do arquivo, pode mandar, pode me mandar, solta aí, joga aqui,
        me arruma, mandar o vídeo, manda ele, me devolve, dá-me, manda pro, manda no
    """,
    Concept.SENDYOU: """
        te mando, te envio, te mandar, te enviar, te passo, vou mandar, vou te mandar, vou enviar, vou te enviar,
        mando pra você, enviar pra você, mandar pra você, estou enviando, tô mandando, to mandando, te passar,
        mandei, enviei, já te mando, segue o, segue a, seguem as, segue em anexo, vou te passar, mandar uns,
        mandar umas, mandar mais, posso mandar, posso te mandar, deixa eu mandar, envio já, mando já, mando agora
    """,
    Concept.UPLOAD: "upload, subir, subo, suba, sobe um, sobe uma, sobe meu, sobe esse arquivo, carreg*, anex*, import*, fazer upload, upar, upo, upei, subindo, subi",
    Concept.MAKE: "faz, faça, fazer, faz um, cria, crie, criar, gera, gere, gerar, monta, monte, montar, produz, produza, produzir, faze, bola um, elabora, inventa, fabrica, construa, façam, fazes, cria-me, faz-me",
    Concept.TURN: "transform*, convert*, vira, virar, passa, passar, torne, torna",
    Concept.TURNINTO: "em um vídeo, em vídeo, num vídeo, num video, em um video, em video, num clipe, em um clipe, virar um vídeo, virar vídeo, vire um, virar video, vire vídeo, num filminho, em filme",
    Concept.ANIMATE: "anime, anima, animar, anima-a, animada essa, animação dessa",
    Concept.BRING: "dá vida, dar vida, dê vida, dar uma vida",
    Concept.MOVE: "mexer, mexa, mova, movimento, mover, dançar, vida, se mexa, se mexendo, dance",
    Concept.EDIT: """
        edit*, adicion*, coloc*, bota, botar, põe, poe, ponha,insir*, inser*, acrescent*, tira, tirar, tire,
        remov*, delet*, apag*, exclu*, cort*, recort*, encurt*, mud*, troc*, alter*, ajust*, aument*, diminu*,
        abaix*, sobe o volume, baixa o volume, baixa a música, sobe a música, acelera*, deixa, deixar, deixe, clare*,
        escurec*, gira, girar, inverte*, mistur*, junt*, uni, escrev*, arrum*, corrig*, melhor*, modific*, substitu*,
        desfaz*, desfaç*, repet*, duplic*, borr*, desfoc*, mut*, silenci*, traduz*, along*, reduz*, pint*, aplic*,
        mete, meter, mexe no, troque, torna mais, centraliz*, legende, legenda isso, dá um tapa, capricha, retir*, estic*
    """,
    Concept.SHOW: "mostr*, ver, vejo, veja, diz, diga, me diz, fala, me fala, conta, lista, liste, checa*, verific*, consult*, sabe, saber, confere, dá uma olhada, resum*",
    Concept.PRESS: "aperta*, aperto, clic*, clique, pression*, toco",
    Concept.WANT: "quero, queria, preciso, gostaria, queremos, desejo, tô querendo, precisava, tou a precisar",
    Concept.VIDEO: "vídeo, video, videos, vídeos, videozinho, clipe, clipes, clip, filme, filminho, filmezinho, reels, reel, curta, animação, gif, tiktok, videoclipe",
    Concept.FILE: "mp4, arquivo, arquivos, ficheiro*, resultado, versão final, vídeo final, video final, produto final, link de download, vídeo pronto, video pronto, link pra baixar",
    Concept.PHOTO: "foto, fotos, fotinha*, fotografia*, imagem, imagens, figura, desenho, retrato, selfie, print",
    Concept.PART: """
        título*, titulo*, legenda, legendas, texto, letra, letras, letreiro, música, musica, musiquinha, canção,
        som, áudio, audio, voz, narração, volume, transiç*, efeito*, filtro*, logo, logotipo, marca d'água, marca d,
        adesivo*, figurinha*, emoji*, intro, abertura, fundo, cor, cores, ícone*, icone*, botão, botao, banner,
        créditos finais, créditos no final, créditos do final, balanço de branco, balanço de brancos, barra de status,
        barra de progresso, cena, cenas, capa, moldura, fonte, palavra, frase, trilha sonora, trilha, brilho,
        contraste, encerramento, vinheta, créditos de abertura, barra de estado, tela
    """,
    Concept.LOOK: """
        mais claro, mais clara, mais escuro, mais rápido, mais lento, mais devagar, mais longo, mais curto, maior, menor,
        mais brilhante, mais alto, mais baixo, preto e branco, p&b, vertical, horizontal, quadrado, câmera lenta,
        mais luz, cinematográfic*, devagar, mais suave, mais quente, mais
    """,
    Concept.CREDITS: "crédito, créditos, saldo, cota, cotas, moedas, pontos, tokens, quota, minha franquia",
    Concept.STATUS: """
        status, estado, progresso, andamento, como tá, como ta, como está, como anda, como vai o, novidade*, em que pé, cadê,
        falta muito, quanto falta, demora*, tá demorando, ainda tá, já tá, tá indo, ta indo, já foi, rolando, deu certo
    """,
    Concept.TIMELINE: "linha do tempo, timeline, faixa, faixas, projeto, projecto, camadas, pistas, duração, tem no vídeo, tem no projeto",
    Concept.FORMAT: "formato, formatos, resolução, qualidade",
    Concept.DEVICE: "celular, telemóvel, telefone, galeria, zap, whatsapp, computador, pc, e-mail, email, rolo da câmera",
    Concept.DID: "já terminou, já acabou, já ficou, já fez, já saiu, ja terminou, ja acabou, ja fez, já conseguiu, já rolou",
    Concept.WHAT: "que, quais, qual, o que, o que tem, que tem, o quê",
    Concept.HOW: "como",
    Concept.HOWMANY: "quanto, quantos, quantas, quanta",
    Concept.HOWLONG: "quanto tempo, quanto demora, vai demorar, quantos minutos, quantos segundos",
    Concept.WHERE: "onde, aonde, cadê o, cade, cade o, cadê meu",
    Concept.WHEN: "quando fica, quando sai, quando vai, que horas",
    Concept.LEFT: "resta, restam, sobr*, sobrou, restante*, ainda tenho, me resta, me restam, disponíve*, tenho de, tenho ainda",
    Concept.ENOUGH: "suficiente*, dá pra, da pra, chega pra, basta, dá para exportar, bastam",
    Concept.DONE: "pronto, pronta, prontinho, terminado, terminou, acabou, acabaste, finalizado, concluíd*, feito, completo, processando, terminaste, falhou",
    Concept.ISDONE: "tá pronto, ta pronto, está pronto, já tá pronto, ficou pronto, já está pronto, já ficou pronto, já exportou, já baixou, já subiu, já terminou o",
    Concept.PAST: "exportado, baixado, enviado, salvo, renderizado, exportou, exportada",
    Concept.HERE: "aqui está, aqui tá, aqui ta, aqui vai, toma, tá aqui, ta aqui, tenho um, tenho umas, aqui estão, toma aqui, olha aqui, esse é o, aí vai, ai vai",
    Concept.NOT: "não, nao, n, nunca, nem, sem, ainda não, ainda nao, em vez de, não quero, não precisa, num precisa",
    Concept.IF: "quando, antes de, assim que, depois que, enquanto, quando terminar, quando acabar, quando estiver",
    Concept.INTO: "em um, num, numa",
    Concept.WITH: "com",
    Concept.ABOUT: "sobre, acerca de, onde aparece, mostrando, em que um, de um, de uma ",
    Concept.AND: "e, também, além disso",
    Concept.THEN: "depois, e depois, aí, e aí, então, em seguida, por fim, no final, finalmente, e então, logo depois, dai, daí, e já, aí sim, e de quebra, e a seguir, quando terminar já, e por último",
    Concept.SAYS: "escrito, dizendo, que diz, chamado, intitulado, a palavra, com o texto, diga assim, que diga, com os dizeres, as palavras",
    Concept.BUT: "mas, porém, só que",
    Concept.NOW: "agora, já, ja, agorinha, o quanto antes, pra já",
    Concept.PRICE: "custa*, preço*, preco*, valor, plano, assinatura, grátis, pagar, quanto sai, de graça, cobra",
    Concept.TALK: "olá, ola, obrigad*, valeu, bom dia, boa tarde, boa noite, tudo bem, beleza, perfeito, adorei, amei, ficou lindo, kkk*, top, massa, show de bola, quem é você, vlw, obg",
    Concept.CANYOU: "pode, consegue, consigo, você pode, tem como, dá pra fazer, poderia, posso, podes, é possível, dá para",
}
