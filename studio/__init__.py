"""Renders on this machine: a timeline to an MP4 and a poster or to a picture; probes media.

It knows nothing of Telegram, of remote services or of the bot.
"""
