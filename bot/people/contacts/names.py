"""Names of doors, as people call them."""

from bot.address import Door
from bot.dialogue.screens import say

CHANNELS = {
    Door.TELEGRAM: say("channels.telegram"),
    Door.WEB: say("channels.web"),
    Door.EMAIL: say("channels.email"),
    Door.ZALO: say("channels.zalo"),
    Door.SMS: say("channels.sms"),
    Door.ZALOBOT: say("channels.zalobot"),
}
