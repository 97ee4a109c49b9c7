"""Every sentence that the program makes."""
