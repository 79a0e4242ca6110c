"""Scores models on the developers' sets (../shared/data/eval). Nothing here is used in training or choosing."""
