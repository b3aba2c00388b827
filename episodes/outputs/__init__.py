"""An episode in the words and forms of other places. Every one is written from the same outline."""
