"""French words and phrases by concept; a star stands for any ending."""

from intents.lexicon.concepts import Concept

FRENCH: dict[Concept, str] = {
    Concept.EXPORT: "export, exporter, exporte*, exportez, exportation, télécharg*, telecharg*, téléch, rendu, rends-la, rends la, lance le rendu, sortir la vidéo, sors la, génère le fichier, sors-moi, dl, balance le rendu, finalise",
    Concept.SAVE: "enregistr*, sauvegard*, sauve, garde-la",
    Concept.SEND: "envoie, envoyer, envoyez, envoi, partage*, partager, livre*, transmet*, transfer*, transfère*",
    Concept.SENDME: """
        envoie-moi, envoie moi, envoyez-moi, envoyez moi, m'envoyer, m envoyer, m'envoies, me l'envoyer, me l'envoies, donne-moi, donne moi,
        donnez-moi, file-moi, file moi, passe-moi, passe moi, balance-moi, balance la vidéo, balance le, me passer, me l'envoie,
        me filer, me donner, récupérer, recuperer, récupère*, recevoir, je reçois, reçois, envoie-la, envoie la, envoie-la-moi,
        je veux la vidéo, il me faut la vidéo, me faut le fichier, je peux avoir, puis-je avoir, pourrais-je avoir, j'ai besoin de la vidéo,
        livre-moi, balance, envoie ça, avoir la vidéo, avoir le fichier, avoir le mp4, transmets-moi
    """,
    Concept.SENDYOU: """
        je t'envoie, je t envoie, je vous envoie, t'envoyer, vous envoyer, je te passe, je te file, te passer, te filer, je te donne,
        je te mets, t'ai envoyé, je vais t'envoyer, je vous transmets, je te transmets, te transmettre, je t'ai, je vous joins,
        je joins, ci-joint, voici, voilà le, voilà la, voilà les, tiens, te balancer, je te balance, te donner
    """,
    Concept.UPLOAD: "upload*, uploader, importer, importe*, téléverse*, charger, charge un, mettre en ligne, joindre, déposer, dépose*, ajouter un fichier, upper, pièce jointe",
    Concept.MAKE: "fais, faire, faites, fais-moi, fais moi, crée*, creer, créer, créé, génère, generer, générer, genere, génèr*, produis, produire, réalise*, monte-moi, fabrique*, conçois, fasse, fait moi, compose",
    Concept.TURN: "transforme*, convert*, transformer, passe, change",
    Concept.TURNINTO: "en vidéo, en video, en une vidéo, en une video, en clip, en un clip, en petit clip, en petite vidéo, en film, en petit film, en animation",
    Concept.ANIMATE: "anime*, animer, animez, anime-moi, animé*",
    Concept.BRING: "donne vie, donner vie, donne-lui, prendre vie, rends vivante",
    Concept.MOVE: "vie, bouge, bouger, bougent, mouvement, danse*, danser, vivante, s'anime",
    Concept.EDIT: """
        edite*, édite*, éditer, modifi*, ajout*, rajout*, mets, mettre, mettez, met, mets-y, enlève*, enleve*, enlever, retire*, retirer, supprim*,
        efface*, effacer, coup*, raccourci*, rallong*, changer, changez, remplac*, ajust*, augment*, baisse*, diminu*, monte le son, monte le volume,
        accélèr*, acceler*, ralenti*, éclairci*, eclairci*, assombri*, tourne, pivote*, invers*, mélange*, fusionn*, assembl*, écri*, ecri*,
        corrig*, amélior*, amelior*, annul*, répèt*, dupliqu*, flout*, traduis*, traduire, réduis*, réduire, appliqu*, insèr*, insér*, inser*,
        place, colle, recadr*, rogne*, centre*, retouch*, refais, rends-le, rends le, rendre, vire, virer, sous-titr*, incruste*, déplac*, peaufin*
    """,
    Concept.SHOW: "montre*, voir, vois, dis, dis-moi, dis moi, dites, liste, affiche*, vérifi*, verifi*, consult*, savoir, sais, regarde*, résum*, jeter un œil, rappelle-moi",
    Concept.PRESS: "appuie*, appuyer, clique*, cliquer",
    Concept.WANT: "veux, voudrais, j'aimerais, aimerais, besoin, il me faut, j'veux, voulais, souhaite*",
    Concept.VIDEO: "vidéo, video, vidéos, videos, clip, clips, film, films, petit film, court métrage, court-métrage, animation, gif, reel, vidéo clip, tiktok, diaporama",
    Concept.FILE: "mp4, fichier, fichiers, résultat, version finale, vidéo finale, video finale, produit fini, lien de téléchargement, vidéo terminée, montage final, fichier final",
    Concept.PHOTO: "photo, photos, image, images, dessin, portrait, selfie, cliché*, capture",
    Concept.PART: """
        titre*, sous-titre*, sous titre*, texte, lettres, musique*, zik, chanson*,bande son, audio, voix, voix off, narration, volume, transition*,
        effet*, filtre*, logo, filigrane, autocollant*, sticker*, emoji*, intro, outro, fond, arrière-plan, couleur*, icône*, icone*, bouton*,
        bannière*, générique, générique de fin, crédits de fin, crédits à la fin, balance des blancs, barre d'état, barre d etat, barre de statut, barre de progression, scène*,
        plan, cadre, police,phrase, luminosité, contraste, incrustation, écran, panneau, crédits au début, barre de chargement, étalonnage
    """,
    Concept.LOOK: """
        plus clair, plus claire, plus sombre, plus rapide, plus lent, plus lente, plus long, plus longue, plus court, plus courte, plus grand, plus petit, plus lumineux, plus lumineuse,
        plus fort, moins fort, noir et blanc, vertical*, horizontal*, carré, au ralenti, cinématographique, plus doux, plus vite, moins vite, plus chaud, lumineux, plus, moins
    """,
    Concept.CREDITS: "crédit, crédits, solde, quota, forfait, jetons, points, tokens, unités",
    Concept.STATUS: """
        statut, état, progression, avancement, avance, ça avance, où en est, ou en est, en est où, en est ou, on en est, où on en, t'en es où, t'en es, tu en es, nouvelles, des news,
        ça donne quoi, ça en est, encore long, toujours en cours, en cours, ça vient, ça prend
    """,
    Concept.TIMELINE: "timeline, chronologie, piste, pistes, projet, calques, montage actuel, durée, séquence*, ligne de temps",
    Concept.FORMAT: "format, formats, résolution, qualité",
    Concept.DEVICE: "téléphone, tel, portable, galerie, pellicule, whatsapp, ordi, ordinateur, mail, bureau",
    Concept.DID: "est-ce que c'est, t'as fini, tu as fini, as-tu fini, c'est fait, t'as déjà, as-tu, avez-vous fini, est-ce que la, est-ce que l'",
    Concept.WHAT: "quoi, quel, quelle, quels, quelles, qu'est-ce, qu'est ce, qu'y a-t-il, y a quoi, c'est quoi, qu est",
    Concept.HOW: "comment",
    Concept.HOWMANY: "combien",
    Concept.HOWLONG: "combien de temps, dans combien, ça dure combien, quelle durée",
    Concept.WHERE: "où est, ou est, ou sont, où sont",
    Concept.WHEN: "quand est-ce, c'est pour quand, c'est quand, quand sera",
    Concept.LEFT: "reste, restent, reste-t-il, me reste, il me reste, restant*, restait, disponible*, dispo, il reste",
    Concept.ENOUGH: "assez, suffisant*, suffisamment, suffit, suffira*, suffisent",
    Concept.DONE: "fini, finie, prêt, prête, pret, terminé*, termine, achevé*, fait, faite, bouclé, complet, complète, traitement, planté, abouti",
    Concept.ISDONE: "c'est prêt, c'est bon, c'est fini, c'est pret, est prête, est prêt, est terminé, est fini, déjà prêt, bientôt fini, bientôt prêt, est finie, est terminée, déjà fini, toujours pas",
    Concept.PAST: "exporté, exportée, téléchargé, enregistré, envoyé, importé, envoyée, téléchargée",
    Concept.HERE: "voilà, voici la, voici le, voici les, voici mon, voici ma, voici un, j'ai une, j'ai un, j'ai des, tenez",
    Concept.NOT: "n', pas, jamais, sans, non, pas encore, au lieu de, plutôt que, plus besoin, surtout pas, pas besoin",
    Concept.IF: "si, quand, avant de, dès que, une fois, lorsque, après, avant, une fois que, quand ce sera, quand t'auras",
    Concept.INTO: "en un, en une",
    Concept.WITH: "avec",
    Concept.ABOUT: "sur, à propos, au sujet, où l'on voit, montrant, d'un, d'une, avec un, de mon",
    Concept.AND: "et, aussi, et aussi",
    Concept.THEN: "puis, ensuite, et ensuite, et puis, après ça, enfin, pour finir, et après, finalement, ensuite tu, par la suite, dans la foulée, et là, derrière tu, et du coup, après tu",
    Concept.SAYS: "disant, qui dit, marqué, écrit, intitulé, appelé, le mot, les mots, avec le texte, dit",
    Concept.BUT: "mais, par contre, plutôt, cependant",
    Concept.NOW: "maintenant, tout de suite, direct, vite, immédiatement, illico",
    Concept.PRICE: "coûte*, coute*, prix, tarif*, abonnement, gratuit*, payer, payant*",
    Concept.TALK: "bonjour, salut, merci*, coucou, bonsoir, super, parfait, génial, j'adore, cool, mdr, ça va, top, bravo, nickel, qui es-tu, t'es qui",
    Concept.CANYOU: "peux-tu, tu peux, pouvez-vous, vous pouvez, pourrais-tu, tu pourrais, est-ce que tu peux, tu sais, possible, peut-on, je peux, puis-je, on peut, pourriez-vous, t'es capable",
}
