"""The papers of a snapshot: what each says, from what was frozen; made beside everything else, once."""
