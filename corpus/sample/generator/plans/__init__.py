"""The specimen plans, one module each: its words, its look and its layout."""
