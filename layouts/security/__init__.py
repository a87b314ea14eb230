"""Security art: fine-line grounds, latent words, guilloches and micro text, all generated from the society's number."""
