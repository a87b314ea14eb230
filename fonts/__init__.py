"""Coverage, glyph runs and subsets: can this text be written, how wide is it, which glyphs are they?"""
