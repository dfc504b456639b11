"""The door by a bot at Zalo, a pilot: numbered menus over the same screens, for as many people as its terms allow."""
