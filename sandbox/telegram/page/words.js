// Every word of the page itself, per language; what the bot says is none of its business.

import { byId } from "/page/dom.js";

const WORDS = {
  en: {
    otherLanguage: "中文",
    telegramCode: "en",
    guest: "Guest",
    bot: "bot",
    connecting: "connecting…",
    connectionLost: "Connection lost. Trying again…",
    startedAnew: "The sandbox was restarted: this is a new chat.",
    action: "typing…",
    record_video: "making a video…",
    upload_video: "sending a video…",
    upload_photo: "sending a photo…",
    upload_document: "sending a file…",
    upload_voice: "sending a sound…",
    welcomeTitle: "Make videos by saying what you want",
    welcomeText: "Send a photo and say “turn this image into a 5-second clip”. A minute later the MP4 is here, in the chat.",
    start: "START",
    orTry: "or try one of these",
    exampleClip: "Turn this image into a 5-second clip",
    exampleTitle: "Make a 6-second clip with a slow zoom in and the title “Hello”",
    exampleAbilities: "What can you do?",
    conversation: "Conversation",
    message: "Message",
    send: "Send",
    attach: "Attach files",
    commands: "Commands",
    sendAsFile: "Send as file, unchanged",
    remove: "Remove",
    replyTo: "Reply to",
    you: "You",
    editing: "Edit message",
    cancel: "Cancel",
    reply: "Reply",
    edit: "Edit",
    copy: "Copy text",
    delete: "Delete",
    download: "Download",
    more: "More",
    copied: "Copied",
    edited: "edited",
    sent: "Sent",
    read: "Read by the bot",
    sending: "Sending",
    notSent: "Not sent",
    retry: "Try again",
    today: "Today",
    yesterday: "Yesterday",
    photo: "Photo",
    video: "Video",
    animation: "GIF",
    audio: "Audio",
    voice: "Voice message",
    video_note: "Video message",
    document: "File",
    play: "Play",
    pause: "Pause",
    seek: "Position",
    showSpoiler: "Show hidden text",
    toBottom: "To the newest message",
    switchTheme: "Dark or light",
    dropTitle: "Drop to add",
    dropHint: "photos, videos, any file: up to 10 at once",
    tooManyFiles: "Up to 10 files at once.",
    foldersCannot: "Folders cannot be sent. Choose the files in them.",
    tooLong: "This is too long for a caption: send it as a message of its own.",
    noAnswer: "The bot did not answer this button.",
    unreachable: "The sandbox cannot be reached.",
    ok: "OK",
    close: "Close",
    previous: "Previous",
    next: "Next",
  },
  zh: {
    otherLanguage: "EN",
    telegramCode: "zh-hans",
    guest: "访客",
    bot: "机器人",
    connecting: "连接中…",
    connectionLost: "连接已断开，正在重试…",
    startedAnew: "沙盒已重启，这是一个新的对话。",
    action: "正在输入…",
    record_video: "正在制作视频…",
    upload_video: "正在发送视频…",
    upload_photo: "正在发送图片…",
    upload_document: "正在发送文件…",
    upload_voice: "正在发送音频…",
    welcomeTitle: "说出想法，就有视频",
    welcomeText: "发一张照片，再说一句“把这张照片做成5秒的视频”，很快 MP4 就会出现在对话里。",
    start: "开始",
    orTry: "或者试试这些",
    exampleClip: "把这张照片做成5秒的视频",
    exampleTitle: "做一个6秒的视频，缓慢放大，标题写“你好”",
    exampleAbilities: "你能做什么？",
    conversation: "对话",
    message: "输入消息",
    send: "发送",
    attach: "添加文件",
    commands: "命令",
    sendAsFile: "以原文件发送",
    remove: "移除",
    replyTo: "回复",
    you: "你",
    editing: "编辑消息",
    cancel: "取消",
    reply: "回复",
    edit: "编辑",
    copy: "复制文字",
    delete: "删除",
    download: "下载",
    more: "更多",
    copied: "已复制",
    edited: "已编辑",
    sent: "已发送",
    read: "机器人已读",
    sending: "发送中",
    notSent: "发送失败",
    retry: "重试",
    today: "今天",
    yesterday: "昨天",
    photo: "图片",
    video: "视频",
    animation: "动图",
    audio: "音频",
    voice: "语音",
    video_note: "视频消息",
    document: "文件",
    play: "播放",
    pause: "暂停",
    seek: "播放位置",
    showSpoiler: "显示隐藏文字",
    toBottom: "回到最新消息",
    switchTheme: "深色或浅色",
    dropTitle: "松开即可添加",
    dropHint: "图片、视频或任何文件，一次最多10个",
    tooManyFiles: "一次最多10个文件。",
    foldersCannot: "不能发送文件夹，请选择其中的文件。",
    tooLong: "说明文字太长，请作为单独的消息发送。",
    noAnswer: "机器人没有回应这个按钮。",
    unreachable: "无法连接沙盒。",
    ok: "好",
    close: "关闭",
    previous: "上一张",
    next: "下一张",
  },
};

let language = localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
if (!(language in WORDS)) language = "en";

/** The page's words for `id`, in the language chosen now. */
export function word(id) {
  return WORDS[language][id];
}

/** A bot's chat action (`typing`, `upload_video`, …) in words; those without their own are "typing". */
export function actionWord(action) {
  return WORDS[language][action] ?? WORDS[language].action;
}

/** The language chosen now, as a BCP 47 tag: "en" or "zh". */
export function pageLanguage() {
  return language;
}

/** Changes to the other language and remembers it. The caller draws anew what it drew. */
export function switchLanguage() {
  language = language === "en" ? "zh" : "en";
  localStorage.setItem("language", language);
  translatePage();
}

/** Writes the words into the static page. */
export function translatePage() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = word(node.dataset.placeholder);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", word(node.dataset.label));
    if (node.tagName === "BUTTON") node.title = word(node.dataset.label);
  }
  const toggle = byId("language");
  toggle.textContent = word("otherLanguage");
  toggle.lang = language === "en" ? "zh-Hans" : "en";
}
