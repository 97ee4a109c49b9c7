"""How the program works out what is right."""
