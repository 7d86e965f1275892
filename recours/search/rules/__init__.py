"""Words, stems, questions and excerpts: plain values, the same for both databases."""
