"""Comments of a unit on somebody who left it in the year."""
