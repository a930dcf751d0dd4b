"""Makes the specimen plans of the sample corpus: PDFs of invented places, and the truth about each page."""
