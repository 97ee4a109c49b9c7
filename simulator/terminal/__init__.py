"""The plain terminal: quiz, predict, progress and watch in lines of text."""
