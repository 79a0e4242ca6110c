"""Facet's trainer: instruction-finetuning of text encoders after INSTRUCTOR (Su et al. 2022, arXiv 2212.09741)."""
