"""Tables of names by unit: data in, and a PDF to sign, a docx to edit, an xlsx to compute with out."""
