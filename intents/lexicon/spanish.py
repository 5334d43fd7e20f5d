"""Spanish words and phrases by concept; a star stands for any ending."""

from intents.lexicon.concepts import Concept

SPANISH: dict[Concept, str] = {
    Concept.EXPORT: """
        export*, exporta, exporte*, descarg*, baja, bajar, bajarlo, bajármelo, bájalo, bajo, renderi*,
        rendereal*, finaliza el video, saca el video, sácalo, descárg*, expórt*, procésalo
    """,
    Concept.SAVE: "guard*, guárdalo, guárdamelo, almacena*",
    Concept.SEND: "envía, enviar, envíes, enviarlo, manda, mandar, comparte, compartir, entrega*",
    Concept.SENDME: """
        mándame*, mándamelo, mandame*, mandarme*, envíame*, enviarme*, pásame*, pasarme*, dame, dámelo,
        me mandas, me lo mandas, me envías, me lo envías, me pasas, me lo pasas, me das, me lo das,
        me puedes mandar, me puedes pasar, puedes mandarme*, suéltame*, necesito el video,
        quiero el video, me llegue, me llega, recibir*, me mandes, me lo mandes, me pases,
        me lo pases, mandamelo ya, pasalo, pásalo, mándalo, mandalo, envíalo, lánzamelo, tírame*,
        regálame*, entrégame*, devuélveme*, hazme llegar
    """,
    Concept.SENDYOU: """
        te mando, te envío, te paso, te lo mando, te lo paso, te lo envío, te voy a mandar,
        te voy a pasar, te voy a enviar, voy a mandarte*, voy a enviarte*, voy a pasarte*,
        mandarte*, enviarte*, pasarte*, te dejo, te adjunto, ahí te va, ahí va, ahi van, te comparto,
        te subo, ya te mando, te las mando, te los mando, te las paso, te los paso, compartirte*
    """,
    Concept.UPLOAD: "sube, subo, subir, subirte*, subirlo, subiendo, subí, cargo, adjunt*, importa*, súbelo, subirla",
    Concept.MAKE: """
        haz, hazme, haga*, hacer, hacerme, hacé, haceme, hagamos, crea, créame, crear, creame, genera*,
        genér*, arma, ármame, armar, armame, monta, móntame, montar, produce, producir, realiza*,
        hacelo, prepárame, inventa*, fabrica, constru*, diséñ*, graba
    """,
    Concept.TURN: "convierte*, conviérte*, convertir*, convertí*, transforma*, transfórma*, pasa, pasar",
    Concept.TURNINTO: """
        haz un video con, conviértela en, conviértelo en, convertirla en, conviertelas en,
        transforma en, en un video, en un clip, en video, en un videito, en vídeo, en un vídeo
    """,
    Concept.ANIMATE: "anima, animar, animame*, anímame*, anímala, animala, animarl*, animación de",
    Concept.BRING: "dale, darle, dar, dele",
    Concept.MOVE: "vida, mueva*, se muevan, movimiento, mover, moverse, baile, cobre vida, baila*",
    Concept.EDIT: """
        edita*, añad*, añád*, agreg*, agrég*, pon, ponle, ponlo, ponla, poner*, pónle*, póngale, pones,
        quita*, quíta*, elimina*, borra*, bórra*, saca, sácale, mete, métele, meter*, corta*, córta*,
        recort*, acorta*, acórta*, cambia*, cámbia*, cambies, ajust*, súbele, bájale, subele, bajale,
        sube el volumen, baja el volumen, sube la música, baja la música, aclara*, oscurec*, acelera*,
        acelér*, ralenti*, gira*, voltea*, invierte, mezcla*,junta, júnta*, recorta, inserta*,
        inserte, coloca*, escrib*, arregla*, arrégla*, corrig*, corríg*, mejora*, mejóra*, modific*,
        reemplaza*, sustitu*, deshaz*, deshacer, repite, duplica*, difumina*, silencia*, traduc*,
        alarga*, aumenta*, reduce*, pinta*, aplica*, rota, mueve, acomoda*, centra*, retoca*, tradúce*,
        echa*, échale, ponme, deja, dejalo, déjalo, hazlo más, hazla más, que se vea, que quede
    """,
    Concept.SHOW: "muestra*, muéstra*, mostrar*, enséña*, ver, veo, dime, dígame, cuéntame, decime, lista, revisa*, checa*, chécame, consulta*, sabes, saber, mostrame, fíjate, resum*",
    Concept.PRESS: "pulsa*, presiona*, apret*, aprieto, clic, click, toco",
    Concept.WANT: "quiero, quisiera, necesito, queremos, me gustaría, querría, ocupo, deseo, me hace falta, preciso",
    Concept.VIDEO: "video, videos, vídeo, vídeos, videíto*, videito*, videoclip, clip, clips, película, peli, corto, reel, reels, tiktok, cortometraje, videillo, animación, gif",
    Concept.FILE: "mp4, archivo, archivos, fichero, ficheros, resultado, versión final, video final, vídeo final, producto final, enlace de descarga, link de descarga, video terminado, el final ya, video listo",
    Concept.PHOTO: "foto, fotos, fotito*, fotografía*, imagen, imágenes, dibujo, retrato, selfie, captura, ilustración",
    Concept.PART: """
        título*, titulo*, subtítulo*, texto, letra, letras, letrero, cartel, música, musica, musiquita,
        canción, rola, sonido, audio, voz, locución, narración, volumen, transici*, efecto*, filtro*,
        logo, marca de agua, sticker*, emoji*, intro, outro, fondo, color*, icono, ícono, botón, boton,
        banner, rótulo, créditos finales, créditos del final, créditos al final, balance de blancos,
        barra de estado, barra de progreso, escena, escenas, plano, portada, marco, fuente, tipografía,
        encabezado, palabra, frase, rolita, cortinilla, brillo, contraste, créditos iniciales,
        titulos de crédito, créditos de cierre, pantalla
    """,
    Concept.LOOK: """
        más claro, más oscuro, más rápido, más lento, más largo, más corto, más grande, más chico,
        más pequeño, más brillante, más alto, más bajo, blanco y negro, vertical, horizontal, cuadrado,
        cámara lenta, más luz, brillante, más cálido, cinematográfic*, lento, rápido, más suave, más
    """,
    Concept.CREDITS: "crédito, créditos, saldo, cuota, cupo, monedas, puntos, tokens, generaciones me, plan me queda",
    Concept.STATUS: """
        estado, progreso, cómo va, como va, cómo vas, como vas, cómo vamos, cómo van, qué tal va, avance, avances,
        novedades, en qué va, en qué anda, qué onda con, qué pasó con, que paso con, va el, por dónde vas,
        cómo anda, sigue, cuánto falta, cuanto falta, falta mucho, le falta, tarda*, cuánto le falta, ya mero
    """,
    Concept.TIMELINE: "línea de tiempo, linea de tiempo, pista, pistas, proyecto, timeline, capas, lleva el video, llevamos, dura, duración",
    Concept.FORMAT: "formato, formatos, resolución, calidad",
    Concept.DEVICE: "celular, cel, móvil, teléfono, galería, carrete, whatsapp, compu, computadora, ordenador, correo",
    Concept.DID: "ya está, ya quedó, ya esta, ya quedo, ya salió, ya terminaste, ya acabó, ya acabaste, ya hiciste, ya se, ya lo, ya estuvo",
    Concept.WHAT: "qué, cuáles, cuál, cuales, cual, qué hay, que hay, qué tiene, qué tengo",
    Concept.HOW: "cómo, como",
    Concept.HOWMANY: "cuánto, cuántos, cuántas, cuanto, cuantos, cuantas",
    Concept.HOWLONG: "cuánto tarda, cuánto tiempo, cuanto tiempo, cuánto dura, cuanto dura, cuanto tarda, cuánto va a tardar",
    Concept.WHERE: "dónde, donde, adónde, por donde",
    Concept.WHEN: "cuándo, para cuándo, pa cuando, para cuando",
    Concept.LEFT: "queda, quedan, me queda, me quedan, sobra*, restante*, disponible*, tengo disponible, resta, restan, nos queda, nos quedan, quedaron, quedó de",
    Concept.ENOUGH: "alcanza, alcanzan, suficiente*, me da para, basta, alcanzará, me llega para",
    Concept.DONE: "listo, terminado, terminó, termino, terminaste, acabaste, acabado, acabó, completo, hecho, terminada, finalizado, procesando, procesado, falló",
    Concept.ISDONE: "ya está listo, ya terminó, ya terminaste el, ya esta listo, está listo, esta listo, ya está el, ya quedó el, ya se exportó, ya se descargó",
    Concept.PAST: "exportado, exportada, descargado, subido, renderizado, exportó, subió, guardado, enviado",
    Concept.HERE: "aquí está, aqui esta, aquí tienes, aqui tienes, aquí te, aquí va, ahí está, tengo un, tengo unas, acá está, acá tenés, aquí están, toma, aquí dejo",
    Concept.NOT: "no, nunca, tampoco, ni, sin, todavía no, aún no, no quiero, en vez de, no hace falta, no necesito",
    Concept.IF: "si, cuando, antes de, una vez que, en cuanto, apenas, mientras, cuando termines, cuando esté",
    Concept.INTO: "en un, en una",
    Concept.ABOUT: "sobre, acerca de, donde sale, donde aparece, que muestre, de un, de una, de unos, en el que",
    Concept.AND: "y,y también, además",
    Concept.THEN: "luego, después, y luego, y después, y entonces, a continuación, al final, por último, finalmente, y de paso, y ya, acto seguido, enseguida, y cuando termines, y de ahí, y ahí sí",
    Concept.SAYS: "que diga, que ponga, dice, diciendo, llamado, titulado, la palabra, que dice, con el texto, las palabras",
    Concept.BUT: "pero, sino, aunque",
    Concept.NOW: "ahora, ya, ahorita, de una vez, ya mismo, cuanto antes",
    Concept.PRICE: "cuesta*, cuánto vale, precio*, tarifa*, suscripción, cuánto cobra*, gratis, pagar, cuánto sale",
    Concept.TALK: "hola, gracias, buenas, buenos días, qué tal, genial, perfecto, me encanta, buenísimo, muchas gracias, jaja*, saludos, chévere, quién eres",
    Concept.CANYOU: "puedes, podrías, podés, se puede, puedo, sabes hacer, eres capaz, es posible, podemos, hay forma",
}
